package io.credence.ensemble.exact;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Mean and variance of numbers, correct to the last bits and independent of the numbers' order and grouping: their sum and the sum of
 * their squares are kept exactly, so nothing cancels when the variance is small beside the mean.
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest magnitude that can be added; the square of anything larger may overflow. */
    public static final double LARGEST = 1e150;

    private static final int QUOTIENT_BITS = 80;

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long count;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    /** @param value of a magnitude of at most {@link #LARGEST} */
    public void add(double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            throw new IllegalArgumentException("the number is " + value + "; it must lie within +-" + LARGEST);
        }
        count++;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
        if (value != 0) {
            double square = value * value;
            sum.add(value);
            squares.add(square);
            squares.add(Math.fma(value, value, -square));
        }
    }

    /** Adds all numbers of another. */
    public void add(Moments other) {
        count += other.count;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        sum.add(other.sum);
        squares.add(other.squares);
    }

    /** How many numbers were added. */
    public long count() {
        return count;
    }

    /** The smallest number; positive infinity if there is none. */
    public double minimum() {
        return minimum;
    }

    /** The largest number; negative infinity if there is none. */
    public double maximum() {
        return maximum;
    }

    /** The mean; NaN if there is no number. */
    public double mean() {
        return count == 0 ? Double.NaN : quotient(sum.inUnits(), BigInteger.valueOf(count), ExactSum.UNIT_EXPONENT);
    }

    /** The variance about the mean, divided by the count; NaN if there is no number. */
    public double variance() {
        if (count == 0) {
            return Double.NaN;
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger total = sum.inUnits();
        BigInteger scaledSquares =
                squares.inUnits().shiftLeft(-ExactSum.UNIT_EXPONENT).multiply(n);
        BigInteger spread = scaledSquares.subtract(total.multiply(total));
        return Math.max(0, quotient(spread, n.multiply(n), 2 * ExactSum.UNIT_EXPONENT));
    }

    /** The square root of the variance. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /** numerator / denominator x 2^exponent, from a quotient with more bits than a double whose last stands for all that are cut off. */
    private static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
        int shift = Math.max(0, QUOTIENT_BITS + denominator.bitLength() - numerator.bitLength());
        BigInteger[] division = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
        int excess = Math.max(0, division[0].bitLength() - QUOTIENT_BITS);
        boolean isExact = division[1].signum() == 0 && (excess == 0 || division[0].getLowestSetBit() >= excess);
        BigInteger kept = division[0].shiftRight(excess);
        BigInteger rounding = isExact ? kept : kept.setBit(0);
        return numerator.signum() * Math.scalb(rounding.doubleValue(), exponent - shift + excess);
    }
}
