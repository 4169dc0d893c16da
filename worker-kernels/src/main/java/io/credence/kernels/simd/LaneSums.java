package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The last step of a sum in 16 virtual lanes (see {@code Reductions}): the sum of the lanes, halves first. Internal to
 * the kernels: public only for the packages below this one.
 */
public final class LaneSums {
    private static final VectorShuffle<Float> BY_EIGHT = VectorShuffle.iota(FLOATS, 8 % COUNT, 1, true);
    private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.iota(FLOATS, 4 % COUNT, 1, true);
    private static final VectorShuffle<Float> BY_TWO = VectorShuffle.iota(FLOATS, 2, 1, true);

    private LaneSums() {}

    /**
     * Returns the sum of the 16 virtual lanes. Only as many vectors are read as this vector width needs for 16 lanes;
     * the others are ignored.
     */
    public static float sum(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        // Unused vectors are not added: lanes of -0 would become 0.
        FloatVector folded = s0;
        folded = COUNT == 8 ? s0.add(s1) : folded;
        folded = COUNT == 4 ? s0.add(s2).add(s1.add(s3)) : folded;
        folded = COUNT > 8 ? folded.add(folded.rearrange(BY_EIGHT)) : folded;
        folded = COUNT > 4 ? folded.add(folded.rearrange(BY_FOUR)) : folded;
        folded = folded.add(folded.rearrange(BY_TWO));
        return folded.lane(0) + folded.lane(1);
    }
}
