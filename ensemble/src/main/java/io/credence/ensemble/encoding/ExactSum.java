package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * A sum of doubles without any rounding, so that it does not depend on the order of its terms or on how they were grouped: the same
 * rows give the same bits from any number of partitions.
 *
 * <p>Every finite double is a whole multiple of 2^-1074. The sum is kept as one wide fixed-point number in that unit, cut into chunks
 * of 32 bits; each chunk lies in a long, whose upper half takes up the carries of 2^30 additions before they have to be passed on.
 * (The small superaccumulator of Neal 2015, "Fast exact summation using small and large superaccumulators".)
 */
final class ExactSum implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The unit of {@link #inUnits()} is 2 to this power. */
    static final int UNIT_EXPONENT = -1074;

    private static final int CHUNKS = 68;
    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final int ADDITIONS_BETWEEN_CARRIES = 1 << 30;

    private final long[] chunks = new long[CHUNKS];
    private int pending;

    /** @param value finite */
    void add(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int position = exponent - 1;
        int chunk = position >>> 5;
        int shift = position & 31;
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
    void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < CHUNKS; i++) {
            chunks[i] += other.chunks[i];
        }
        pending = 1;
    }

    /** The sum as a whole number of units. */
    BigInteger inUnits() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = CHUNKS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
        }
        return sum;
    }

    private void carry() {
        for (int i = 0; i < CHUNKS - 1; i++) {
            chunks[i + 1] += chunks[i] >> 32;
            chunks[i] &= LOW_32;
        }
        pending = 0;
    }
}
