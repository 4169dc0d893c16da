package io.credence.ensemble.exact;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * The mean and variance of numbers, accurate to the last bits and independent of the numbers' order and grouping. The
 * sum and the sum of squares are exact, so there is no cancellation even if the variance is small relative to the
 * mean.
 */
public final class Moments implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The largest magnitude that can be added; squares of larger numbers may overflow. */
    public static final double LARGEST = 1e150;

    private static final int QUOTIENT_BITS = 80;

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private long count;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    /**
     * Adds a number.
     *
     * @param value a number whose magnitude is at most {@link #LARGEST}
     */
    public void add(double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            throw new IllegalArgumentException("the number is " + value + "; its magnitude must be at most " + LARGEST);
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

    /** Adds all numbers of another accumulator. */
    public void add(Moments other) {
        count += other.count;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        sum.add(other.sum);
        squares.add(other.squares);
    }

    /** Returns the count of numbers added so far. */
    public long count() {
        return count;
    }

    /** Returns the smallest number, or positive infinity if none was added. */
    public double minimum() {
        return minimum;
    }

    /** Returns the largest number, or negative infinity if none was added. */
    public double maximum() {
        return maximum;
    }

    /** Returns the mean, or NaN if no number was added. */
    public double mean() {
        return count == 0 ? Double.NaN : quotient(sum.inUnits(), BigInteger.valueOf(count), ExactSum.UNIT_EXPONENT);
    }

    /** Returns the population variance, whose divisor is the count, or NaN if no number was added. */
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

    /** Returns the square root of the variance. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /**
     * Returns numerator / denominator x 2^exponent, rounded once. The integer quotient has extra bits; the last one is
     * set if any bit below it is set.
     */
    private static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
        int shift = Math.max(0, QUOTIENT_BITS + denominator.bitLength() - numerator.bitLength());
        BigInteger[] division = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
        int excess = Math.max(0, division[0].bitLength() - QUOTIENT_BITS);
        boolean isExact = division[1].signum() == 0 && (excess == 0 || division[0].getLowestSetBit() >= excess);
        BigInteger leading = division[0].shiftRight(excess);
        BigInteger unrounded = isExact ? leading : leading.setBit(0);
        return numerator.signum() * Math.scalb(unrounded.doubleValue(), exponent - shift + excess);
    }
}
