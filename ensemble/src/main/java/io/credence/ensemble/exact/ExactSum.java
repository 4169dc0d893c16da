package io.credence.ensemble.exact;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of doubles without rounding. It does not depend on the order or grouping of its terms, so the same rows give
 * the same bits from any number of partitions.
 *
 * <p>Every finite double is an integer multiple of 2^-1074. The sum is one wide fixed-point number in that unit,
 * divided into chunks of 32 bits. Each chunk is a long, whose upper half absorbs the carries of 2^30 additions before
 * they must be propagated. (This is the small superaccumulator of Neal 2015, "Fast exact summation using small and
 * large superaccumulators".) Only the range of chunks in use is stored: about five for numbers of similar size, at
 * most 68.
 */
public final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The exponent of the unit of {@link #inUnits()}: 2 to this power. */
    static final int UNIT_EXPONENT = -1074;

    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final int ADDITIONS_BETWEEN_CARRIES = 1 << 30;
    private static final int CHUNKS_PER_DOUBLE = 3;

    /** The index of {@code chunks[0]} in the wide number. */
    private int first;

    private long[] chunks = new long[0];

    /** The number of additions since carries were last propagated. */
    private int pending;

    /** The sum of the non-finite terms, in any order: 0, an infinity or NaN. */
    private double notFinite;

    /** Adds a term. If any term is not finite, the sum is that of the non-finite terms. */
    public void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        if (exponent == 0x7FF) {
            notFinite += value;
            return;
        }
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int position = exponent - 1;
        int shift = position & 31;
        int chunk = extend(position >>> 5, CHUNKS_PER_DOUBLE);
        long low = (mantissa << shift) & LOW_32;
        long rest = mantissa >>> (32 - shift);
        if (bits >= 0) {
            chunks[chunk] += low;
            chunks[chunk + 1] += rest & LOW_32;
            chunks[chunk + 2] += rest >>> 32;
        } else {
            chunks[chunk] -= low;
            chunks[chunk + 1] -= rest & LOW_32;
            chunks[chunk + 2] -= rest >>> 32;
        }
        if (++pending == ADDITIONS_BETWEEN_CARRIES) {
            carry();
        }
    }

    /** Adds all terms of another sum. */
    public void add(ExactSum other) {
        notFinite += other.notFinite;
        if (other.chunks.length == 0) {
            return;
        }
        carry();
        other.carry();
        int chunk = extend(other.first, other.chunks.length);
        for (int i = 0; i < other.chunks.length; i++) {
            chunks[chunk + i] += other.chunks[i];
        }
        pending = 1;
    }

    /** Returns the sum, rounded once to the nearest double. */
    public double value() {
        if (notFinite != 0) {
            return notFinite;
        }
        BigInteger sum = inUnits();
        BigInteger size = sum.abs();
        // Rounding needs two bits more than a double has; the last one is set if any bit below it is set.
        int excess = Math.max(0, size.bitLength() - 55);
        long leading = size.shiftRight(excess).longValueExact();
        long sticky = size.getLowestSetBit() < excess && excess > 0 ? 1 : 0;
        return sum.signum() * Math.scalb((double) (leading | sticky), excess + UNIT_EXPONENT);
    }

    /** Returns the sum of the finite terms as an integer number of units. */
    BigInteger inUnits() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = chunks.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
        }
        return sum.shiftLeft(32 * first);
    }

    /** Extends the array to cover a range of chunks, and returns the index of its first one. */
    private int extend(int chunk, int count) {
        if (chunks.length == 0) {
            first = chunk;
            chunks = new long[count];
        } else if (chunk < first) {
            long[] wider = new long[chunks.length + first - chunk];
            System.arraycopy(chunks, 0, wider, first - chunk, chunks.length);
            chunks = wider;
            first = chunk;
        }
        if (chunk + count > first + chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + count - first);
        }
        return chunk - first;
    }

    private void carry() {
        for (int i = 0; i < chunks.length - 1; i++) {
            chunks[i + 1] += chunks[i] >> 32;
            chunks[i] &= LOW_32;
        }
        int top = chunks.length - 1;
        if (top >= 0 && Math.abs(chunks[top]) > LOW_32) {
            extend(first, chunks.length + 1);
            chunks[top + 1] = chunks[top] >> 32;
            chunks[top] &= LOW_32;
        }
        pending = 0;
    }
}
