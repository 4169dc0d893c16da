package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.LaneSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link Reductions}. They are separate so that {@code Reductions} can be linked without the vector
 * module, and report that it is missing. Internal to the kernels: public only for the dot products of
 * {@code simd.product}.
 */
public final class ReductionLoops {
    private ReductionLoops() {}

    /** Returns the sum of a run: whole blocks of 16 in virtual lanes, then the remaining elements one by one. */
    static float runSum(float[] a, int offset, int length) {
        int end = offset + length;
        int bound = end - length % VIRTUAL;
        float sum = bound > offset ? sumOfBlocks(a, offset, bound) : 0f;
        for (int i = bound; i < end; i++) {
            sum += a[i];
        }
        return sum;
    }

    private static float sumOfBlocks(float[] a, int offset, int end) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = offset; i < end; i += VIRTUAL) {
            s0 = s0.add(fromArray(FLOATS, a, i));
            if (COUNT <= 8) {
                s1 = s1.add(fromArray(FLOATS, a, i + COUNT));
            }
            if (COUNT == 4) {
                s2 = s2.add(fromArray(FLOATS, a, i + 2 * COUNT));
                s3 = s3.add(fromArray(FLOATS, a, i + 3 * COUNT));
            }
        }
        return LaneSums.sum(s0, s1, s2, s3);
    }

    /** Returns the dot product of two runs in the order of {@link #runSum}, by fused multiply-adds. */
    static float runDot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        int bound = length - length % VIRTUAL;
        float sum = bound > 0 ? dotOfBlocks(a, aOffset, b, bOffset, bound) : 0f;
        for (int i = bound; i < length; i++) {
            sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
        }
        return sum;
    }

    /**
     * Returns the dot product of two runs in virtual lanes, as the first part of {@link #runDot}.
     *
     * @param length a multiple of 16
     */
    public static float dotOfBlocks(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < length; i += VIRTUAL) {
            s0 = fromArray(FLOATS, a, aOffset + i).fma(fromArray(FLOATS, b, bOffset + i), s0);
            if (COUNT <= 8) {
                s1 = fromArray(FLOATS, a, aOffset + i + COUNT).fma(fromArray(FLOATS, b, bOffset + i + COUNT), s1);
            }
            if (COUNT == 4) {
                s2 = fromArray(FLOATS, a, aOffset + i + 2 * COUNT)
                        .fma(fromArray(FLOATS, b, bOffset + i + 2 * COUNT), s2);
                s3 = fromArray(FLOATS, a, aOffset + i + 3 * COUNT)
                        .fma(fromArray(FLOATS, b, bOffset + i + 3 * COUNT), s3);
            }
        }
        return LaneSums.sum(s0, s1, s2, s3);
    }

    /** Returns the maximum of a run: minus infinity for none, NaN if it contains a NaN. */
    static float runMax(float[] a, int offset, int length) {
        int end = offset + length;
        int bound = offset + FLOATS.loopBound(length);
        float max = Float.NEGATIVE_INFINITY;
        int i = offset;
        if (i < bound) {
            FloatVector maxima = broadcast(FLOATS, max);
            for (; i < bound; i += COUNT) {
                maxima = maxima.max(fromArray(FLOATS, a, i));
            }
            max = maxima.reduceLanes(VectorOperators.MAX);
        }
        for (; i < end; i++) {
            max = Math.max(max, a[i]);
        }
        return max;
    }
}
