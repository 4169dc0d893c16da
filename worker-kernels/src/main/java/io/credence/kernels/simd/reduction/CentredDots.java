package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.LaneSums;
import jdk.incubator.vector.FloatVector;

/** The sums of row normalisation, in the order of {@link ReductionLoops#runSum}. */
final class CentredDots {
    private CentredDots() {}

    /** Returns the sum of (a - centre)^2 over a run. */
    static float squares(float[] a, int offset, float centre, int length) {
        int bound = length - length % VIRTUAL;
        float sum = bound > 0 ? squaresOfBlocks(a, offset, centre, bound) : 0f;
        for (int i = bound; i < length; i++) {
            float d = a[offset + i] - centre;
            sum = Math.fma(d, d, sum);
        }
        return sum;
    }

    private static float squaresOfBlocks(float[] a, int offset, float centre, int length) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = offset; i < offset + length; i += VIRTUAL) {
            FloatVector d0 = fromArray(FLOATS, a, i).sub(centre);
            s0 = d0.fma(d0, s0);
            if (COUNT <= 8) {
                FloatVector d1 = fromArray(FLOATS, a, i + COUNT).sub(centre);
                s1 = d1.fma(d1, s1);
            }
            if (COUNT == 4) {
                FloatVector d2 = fromArray(FLOATS, a, i + 2 * COUNT).sub(centre);
                s2 = d2.fma(d2, s2);
                FloatVector d3 = fromArray(FLOATS, a, i + 3 * COUNT).sub(centre);
                s3 = d3.fma(d3, s3);
            }
        }
        return LaneSums.sum(s0, s1, s2, s3);
    }

    /** Returns the sum of a b (c - centre) over three runs. */
    static float dot(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float centre, int length) {
        int bound = length - length % VIRTUAL;
        float sum = bound > 0 ? dotOfBlocks(a, aOffset, b, bOffset, c, cOffset, centre, bound) : 0f;
        for (int i = bound; i < length; i++) {
            sum = Math.fma(a[aOffset + i] * b[bOffset + i], c[cOffset + i] - centre, sum);
        }
        return sum;
    }

    private static float dotOfBlocks(
            float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float centre, int length) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < length; i += VIRTUAL) {
            FloatVector p0 = fromArray(FLOATS, a, aOffset + i).mul(fromArray(FLOATS, b, bOffset + i));
            s0 = p0.fma(fromArray(FLOATS, c, cOffset + i).sub(centre), s0);
            if (COUNT <= 8) {
                FloatVector p1 =
                        fromArray(FLOATS, a, aOffset + i + COUNT).mul(fromArray(FLOATS, b, bOffset + i + COUNT));
                s1 = p1.fma(fromArray(FLOATS, c, cOffset + i + COUNT).sub(centre), s1);
            }
            if (COUNT == 4) {
                FloatVector p2 = fromArray(FLOATS, a, aOffset + i + 2 * COUNT)
                        .mul(fromArray(FLOATS, b, bOffset + i + 2 * COUNT));
                s2 = p2.fma(fromArray(FLOATS, c, cOffset + i + 2 * COUNT).sub(centre), s2);
                FloatVector p3 = fromArray(FLOATS, a, aOffset + i + 3 * COUNT)
                        .mul(fromArray(FLOATS, b, bOffset + i + 3 * COUNT));
                s3 = p3.fma(fromArray(FLOATS, c, cOffset + i + 3 * COUNT).sub(centre), s3);
            }
        }
        return LaneSums.sum(s0, s1, s2, s3);
    }
}
