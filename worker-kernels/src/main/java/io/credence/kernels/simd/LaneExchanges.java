package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Shuffles that exchange each lane with the one whose index differs in a single bit, and the masks of the lanes in
 * which that bit is set. They transpose blocks of vectors, and add up the lanes of several vectors in one. Internal to
 * the kernels: public only for the packages below this one.
 */
public final class LaneExchanges {
    /** Exchanges lanes l and l XOR 8. */
    public static final VectorShuffle<Float> BY_EIGHT = exchange(8);

    /** Exchanges lanes l and l XOR 4. */
    public static final VectorShuffle<Float> BY_FOUR = exchange(4);

    /** Exchanges lanes l and l XOR 2. */
    public static final VectorShuffle<Float> BY_TWO = exchange(2);

    /** Exchanges lanes l and l XOR 1. */
    public static final VectorShuffle<Float> BY_ONE = exchange(1);

    /** The lanes whose index has the bit of value 8 set. */
    public static final VectorMask<Float> UPPER_EIGHT = upper(8);

    /** The lanes whose index has the bit of value 4 set. */
    public static final VectorMask<Float> UPPER_FOURS = upper(4);

    /** The lanes whose index has the bit of value 2 set. */
    public static final VectorMask<Float> UPPER_TWOS = upper(2);

    /** The lanes whose index is odd. */
    public static final VectorMask<Float> UPPER_ONES = upper(1);

    private LaneExchanges() {}

    private static VectorShuffle<Float> exchange(int distance) {
        return VectorShuffle.fromOp(FLOATS, i -> (i ^ distance) % COUNT);
    }

    private static VectorMask<Float> upper(int distance) {
        boolean[] lanes = new boolean[COUNT];
        for (int i = 0; i < COUNT; i++) {
            lanes[i] = (i & distance) != 0;
        }
        return VectorMask.fromArray(FLOATS, lanes, 0);
    }
}
