package io.credence.kernels.simd.noise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.INTS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.credence.kernels.simd.Matrix;
import jdk.incubator.vector.IntVector;

/**
 * The random words of a row's units, computed with the counter-based generator Philox 4x32-10 (Salmon et al. 2011).
 * They are a function of (key, row key, draw, unit), not of a state.
 *
 * <p>A block of four words has the counter (row key, draw, block). Units form groups of 64: unit u takes word u / 16
 * mod 4 of block 16 (u / 64) + u mod 16, so that lanes hold neighbouring blocks and write neighbouring units.
 *
 * <p>The product of two words has 64 bits, which vectors of words cannot hold. Its upper half is assembled from
 * products of half words.
 */
final class RandomBits {
    private static final int WORDS = 4;
    private static final int GROUP = WORDS * VIRTUAL;
    private static final int ROUNDS = 10;
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int LOW_HALF = 0xffff;

    private static final IntVector LOWER = IntVector.broadcast(INTS, LOW_HALF);
    private static final IntVector M0 = IntVector.broadcast(INTS, MULTIPLIER_0);
    private static final IntVector M0_LOW = IntVector.broadcast(INTS, MULTIPLIER_0 & LOW_HALF);
    private static final IntVector M0_HIGH = IntVector.broadcast(INTS, MULTIPLIER_0 >>> 16);
    private static final IntVector M1 = IntVector.broadcast(INTS, MULTIPLIER_1);
    private static final IntVector M1_LOW = IntVector.broadcast(INTS, MULTIPLIER_1 & LOW_HALF);
    private static final IntVector M1_HIGH = IntVector.broadcast(INTS, MULTIPLIER_1 >>> 16);
    private static final IntVector LANES = IntVector.zero(INTS).addIndex(1);

    private RandomBits() {}

    /**
     * Writes the words of a row's units as the bits of floats. If the row does not end with a whole vector and the
     * matrix has no gaps, this may also write to the next row, so rows must be filled in ascending order.
     */
    static void fillRow(Matrix to, int row, long key, long rowKey, int draw) {
        int start = to.row(row);
        int units = to.columns();
        int room = to.isDense() ? (to.rows() - row) * units : units;
        int bound = FLOATS.loopBound(Math.min(room, units + COUNT - 1));
        fill(to.data(), start, bound, key, rowKey, draw);
        for (int u = bound; u < units; u++) {
            to.data()[start + u] = Float.intBitsToFloat(word(u, key, rowKey, draw));
        }
    }

    /** Writes the words of units [0, units), a multiple of the vector length. */
    private static void fill(float[] to, int offset, int units, long key, long rowKey, int draw) {
        for (int group = 0; group < units; group += GROUP) {
            for (int lane = 0; lane < VIRTUAL && group + lane < units; lane += COUNT) {
                IntVector c0 = IntVector.broadcast(INTS, (int) rowKey);
                IntVector c1 = IntVector.broadcast(INTS, (int) (rowKey >>> 32));
                IntVector c2 = IntVector.broadcast(INTS, draw);
                IntVector c3 = LANES.add(group / WORDS + lane);
                int k0 = (int) key;
                int k1 = (int) (key >>> 32);
                for (int round = 0; round < ROUNDS; round++) {
                    IntVector low = c0.lanewise(AND, LOWER);
                    IntVector high = c0.lanewise(LSHR, 16);
                    IntVector first = high.mul(M0_LOW).add(low.mul(M0_LOW).lanewise(LSHR, 16));
                    IntVector second = low.mul(M0_HIGH).add(first.lanewise(AND, LOWER));
                    IntVector carried = first.lanewise(LSHR, 16).add(second.lanewise(LSHR, 16));
                    IntVector upper0 = high.mul(M0_HIGH).add(carried);
                    IntVector lower0 = c0.mul(M0);
                    low = c2.lanewise(AND, LOWER);
                    high = c2.lanewise(LSHR, 16);
                    first = high.mul(M1_LOW).add(low.mul(M1_LOW).lanewise(LSHR, 16));
                    second = low.mul(M1_HIGH).add(first.lanewise(AND, LOWER));
                    carried = first.lanewise(LSHR, 16).add(second.lanewise(LSHR, 16));
                    IntVector upper1 = high.mul(M1_HIGH).add(carried);
                    IntVector lower1 = c2.mul(M1);
                    c0 = upper1.lanewise(XOR, c1).lanewise(XOR, k0);
                    c2 = upper0.lanewise(XOR, c3).lanewise(XOR, k1);
                    c1 = lower1;
                    c3 = lower0;
                    k0 += WEYL_0;
                    k1 += WEYL_1;
                }
                int at = offset + group + lane;
                int left = units - group - lane;
                c0.reinterpretAsFloats().intoArray(to, at);
                if (left > VIRTUAL) {
                    c1.reinterpretAsFloats().intoArray(to, at + VIRTUAL);
                }
                if (left > 2 * VIRTUAL) {
                    c2.reinterpretAsFloats().intoArray(to, at + 2 * VIRTUAL);
                }
                if (left > 3 * VIRTUAL) {
                    c3.reinterpretAsFloats().intoArray(to, at + 3 * VIRTUAL);
                }
            }
        }
    }

    /** Returns the word of one unit. */
    private static int word(int unit, long key, long rowKey, int draw) {
        int c0 = (int) rowKey;
        int c1 = (int) (rowKey >>> 32);
        int c2 = draw;
        int c3 = unit / GROUP * VIRTUAL + unit % VIRTUAL;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
            long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c1 = (int) product1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return switch (unit % GROUP / VIRTUAL) {
            case 0 -> c0;
            case 1 -> c1;
            case 2 -> c2;
            default -> c3;
        };
    }
}
