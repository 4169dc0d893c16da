package io.credence.ensemble.exact;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of doubles without any rounding, so that it does not depend on the order of its terms or on how they were grouped: the same
 * rows give the same bits from any number of partitions.
 *
 * <p>Every finite double is a whole multiple of 2^-1074. The sum is kept as one wide fixed-point number in that unit, cut into chunks
 * of 32 bits; each chunk lies in a long, whose upper half takes up the carries of 2^30 additions before they have to be passed on.
 * (The small superaccumulator of Neal 2015, "Fast exact summation using small and large superaccumulators".) Only the chunks between
 * the least and the greatest that were ever touched are kept: five or so for numbers of one kind, 68 at most.
 */
public final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The unit of {@link #inUnits()} is 2 to this power. */
    static final int UNIT_EXPONENT = -1074;

    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final int ADDITIONS_BETWEEN_CARRIES = 1 << 30;
    private static final int CHUNKS_OF_A_DOUBLE = 3;

    /** The place of {@code chunks[0]} in the whole number. */
    private int first;

    private long[] chunks = new long[0];
    private int pending;

    /** The sum of the terms that are not finite: 0, an infinity or NaN, whatever their order. */
    private double notFinite;

    /** Adds a term. A sum with terms that are not finite is what adding only these would give. */
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
        int chunk = keep(position >>> 5, CHUNKS_OF_A_DOUBLE);
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
        int chunk = keep(other.first, other.chunks.length);
        for (int i = 0; i < other.chunks.length; i++) {
            chunks[chunk + i] += other.chunks[i];
        }
        pending = 1;
    }

    /** The sum, rounded once, to the nearest double. */
    public double value() {
        if (notFinite != 0) {
            return notFinite;
        }
        BigInteger sum = inUnits();
        BigInteger size = sum.abs();
        // Two bits more than a double has, the last of which stands for all that are cut off, decide the rounding.
        int excess = Math.max(0, size.bitLength() - 55);
        long kept = size.shiftRight(excess).longValueExact();
        long rounding = size.getLowestSetBit() < excess && excess > 0 ? 1 : 0;
        return sum.signum() * Math.scalb((double) (kept | rounding), excess + UNIT_EXPONENT);
    }

    /** The sum of the finite terms as a whole number of units. */
    BigInteger inUnits() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = chunks.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
        }
        return sum.shiftLeft(32 * first);
    }

    /** Makes sure that so many chunks from one on are kept; where they begin in the array. */
    private int keep(int chunk, int count) {
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
            keep(first, chunks.length + 1);
            chunks[top + 1] = chunks[top] >> 32;
            chunks[top] &= LOW_32;
        }
        pending = 0;
    }
}
