package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * For halves of vectors, of their halves, and so on, to change places: lane l with the one that differs from it in one bit, and the lanes where that
 * bit is set. So vectors are transposed, and the lanes of several are added in one.
 */
public final class LaneExchanges {
    public static final VectorShuffle<Float> BY_EIGHT = exchange(8);
    public static final VectorShuffle<Float> BY_FOUR = exchange(4);
    public static final VectorShuffle<Float> BY_TWO = exchange(2);
    public static final VectorShuffle<Float> BY_ONE = exchange(1);
    public static final VectorMask<Float> UPPER_EIGHT = upper(8);
    public static final VectorMask<Float> UPPER_FOURS = upper(4);
    public static final VectorMask<Float> UPPER_TWOS = upper(2);
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
