package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static io.credence.kernels.simd.Lanes.load;

import jdk.incubator.vector.FloatVector;

/** The sums that row normalisations need, in the order of {@link Reductions#runSum}. */
final class CentredDots {
    private CentredDots() {}

    /** The sum of (a - centre)^2 over a run. */
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
        FloatVector s0 = VectorMath.zero();
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = offset; i < offset + length; i += VIRTUAL) {
            s0 = square(a, i, centre, s0);
            if (COUNT <= 8) {
                s1 = square(a, i + COUNT, centre, s1);
            }
            if (COUNT == 4) {
                s2 = square(a, i + 2 * COUNT, centre, s2);
                s3 = square(a, i + 3 * COUNT, centre, s3);
            }
        }
        return Reductions.fold(s0, s1, s2, s3);
    }

    private static FloatVector square(float[] a, int i, float centre, FloatVector sum) {
        FloatVector d = load(a, i).sub(centre);
        return d.fma(d, sum);
    }

    /** The sum of a b (c - centre) over runs. */
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
        FloatVector s0 = VectorMath.zero();
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < length; i += VIRTUAL) {
            s0 = term(a, aOffset + i, b, bOffset + i, c, cOffset + i, centre, s0);
            if (COUNT <= 8) {
                int j = i + COUNT;
                s1 = term(a, aOffset + j, b, bOffset + j, c, cOffset + j, centre, s1);
            }
            if (COUNT == 4) {
                int j = i + 2 * COUNT;
                s2 = term(a, aOffset + j, b, bOffset + j, c, cOffset + j, centre, s2);
                j += COUNT;
                s3 = term(a, aOffset + j, b, bOffset + j, c, cOffset + j, centre, s3);
            }
        }
        return Reductions.fold(s0, s1, s2, s3);
    }

    private static FloatVector term(
            float[] a, int i, float[] b, int j, float[] c, int l, float centre, FloatVector sum) {
        return load(a, i).mul(load(b, j)).fma(load(c, l).sub(centre), sum);
    }
}
