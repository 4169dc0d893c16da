package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/** The sum of exp(x - shift) over a run, in the order of {@link ReductionLoops#runSum} and without storing the terms. */
final class ExpSums {
    private ExpSums() {}

    static float sum(float[] a, int offset, int length, float shift) {
        int end = offset + length;
        int bound = end - length % VIRTUAL;
        float sum = bound > offset ? sumOfBlocks(a, offset, bound, shift) : 0f;
        for (int i = bound; i < end; i++) {
            sum += FloatMath.exp(a[i] - shift);
        }
        return sum;
    }

    private static float sumOfBlocks(float[] a, int offset, int end, float shift) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = offset; i < end; i += VIRTUAL) {
            s0 = s0.add(VectorMath.expOfNegative(fromArray(FLOATS, a, i).sub(shift)));
            if (COUNT <= 8) {
                s1 = s1.add(
                        VectorMath.expOfNegative(fromArray(FLOATS, a, i + COUNT).sub(shift)));
            }
            if (COUNT == 4) {
                s2 = s2.add(VectorMath.expOfNegative(
                        fromArray(FLOATS, a, i + 2 * COUNT).sub(shift)));
                s3 = s3.add(VectorMath.expOfNegative(
                        fromArray(FLOATS, a, i + 3 * COUNT).sub(shift)));
            }
        }
        return LaneSums.sum(s0, s1, s2, s3);
    }
}
