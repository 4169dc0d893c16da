package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sums and extremes in a fixed order. A run of floats is summed in 16 virtual lanes, element i in lane i mod 16; the lanes
 * are then added pairwise, halves first: lane l and l + 8, then l + 4, l + 2, l + 1; what is left over of the last 16 elements follows
 * one by one. Machines with narrower vectors keep the same 16 lanes in several vectors, so a sum has the same bits at every width.
 * The four lines that add the lanes stand at the end of every such loop, because in a method of their own they might not be inlined.
 */
public final class Reductions {
    /** Runs of this many elements are summed in float, and the sums of runs in double. */
    private static final int CHUNK = 4096;

    static final VectorShuffle<Float> BY_EIGHT = VectorShuffle.iota(FLOATS, 8 % COUNT, 1, true);
    static final VectorShuffle<Float> BY_FOUR = VectorShuffle.iota(FLOATS, 4 % COUNT, 1, true);
    static final VectorShuffle<Float> BY_TWO = VectorShuffle.iota(FLOATS, 2, 1, true);

    private Reductions() {}

    /** out [rows, 1] = the sum of each row of a [rows, columns]; added to what is there if accumulate. */
    public static void rowSums(Matrix out, Matrix a, boolean accumulate) {
        Views.require("the sums", out, a.rows(), 1);
        for (int r = 0; r < a.rows(); r++) {
            float sum = runSum(a.data(), a.row(r), a.columns());
            int o = out.row(r);
            out.data()[o] = accumulate ? out.data()[o] + sum : sum;
        }
    }

    /** out [rows, 1] = the dot product of each row of a with the same row of b, both [rows, columns]. */
    public static void rowDots(Matrix out, Matrix a, Matrix b, boolean accumulate) {
        Views.requireSameShape(a, b);
        Views.require("the products", out, a.rows(), 1);
        for (int r = 0; r < a.rows(); r++) {
            float dot = runDot(a.data(), a.row(r), b.data(), b.row(r), a.columns());
            int o = out.row(r);
            out.data()[o] = accumulate ? out.data()[o] + dot : dot;
        }
    }

    /** out [rows, 1] = the largest element of each row of a [rows, columns]; minus infinity if there are no columns. */
    public static void rowMaxima(Matrix out, Matrix a) {
        Views.require("the maxima", out, a.rows(), 1);
        for (int r = 0; r < a.rows(); r++) {
            out.data()[out.row(r)] = runMax(a.data(), a.row(r), a.columns());
        }
    }

    /**
     * out [1, columns] = the sum of each column of a [rows, columns], from the first row to the last; continued from what is
     * there if accumulate.
     */
    public static void columnSums(Matrix out, Matrix a, boolean accumulate) {
        Views.require("the sums", out, 1, a.columns());
        float[] to = out.data();
        int bound = FLOATS.loopBound(a.columns());
        int j = 0;
        for (; j < bound; j += COUNT) {
            FloatVector sum = accumulate ? fromArray(FLOATS, to, out.offset() + j) : FloatVector.zero(FLOATS);
            for (int r = 0; r < a.rows(); r++) {
                sum = sum.add(fromArray(FLOATS, a.data(), a.row(r) + j));
            }
            sum.intoArray(to, out.offset() + j);
        }
        for (; j < a.columns(); j++) {
            float sum = accumulate ? to[out.offset() + j] : 0f;
            for (int r = 0; r < a.rows(); r++) {
                sum += a.data()[a.row(r) + j];
            }
            to[out.offset() + j] = sum;
        }
    }

    /** out [1, columns] = the sum over the rows of a times b, both [rows, columns], first row to last. */
    public static void columnDots(Matrix out, Matrix a, Matrix b, boolean accumulate) {
        Views.requireSameShape(a, b);
        Views.require("the products", out, 1, a.columns());
        float[] to = out.data();
        int bound = FLOATS.loopBound(a.columns());
        int j = 0;
        for (; j < bound; j += COUNT) {
            FloatVector sum = accumulate ? fromArray(FLOATS, to, out.offset() + j) : FloatVector.zero(FLOATS);
            for (int r = 0; r < a.rows(); r++) {
                sum = fromArray(FLOATS, a.data(), a.row(r) + j).fma(fromArray(FLOATS, b.data(), b.row(r) + j), sum);
            }
            sum.intoArray(to, out.offset() + j);
        }
        for (; j < a.columns(); j++) {
            float sum = accumulate ? to[out.offset() + j] : 0f;
            for (int r = 0; r < a.rows(); r++) {
                sum = Math.fma(a.data()[a.row(r) + j], b.data()[b.row(r) + j], sum);
            }
            to[out.offset() + j] = sum;
        }
    }

    /** The sum of array[from, to), for any length: chunks of 4096 in float, their sums in double. */
    public static double sum(float[] array, int from, long to) {
        double sum = 0;
        for (int i = from; i < to; i += CHUNK) {
            sum += runSum(array, i, (int) Math.min(CHUNK, to - i));
        }
        return sum;
    }

    /** The sum of the squares of array[from, to): the square of a gradient's norm. */
    public static double sumOfSquares(float[] array, int from, long to) {
        double sum = 0;
        for (int i = from; i < to; i += CHUNK) {
            int length = (int) Math.min(CHUNK, to - i);
            sum += runDot(array, i, array, i, length);
        }
        return sum;
    }

    /** The number of elements of a that are exactly 0, such as the outputs of dead units. */
    public static int countZeros(Matrix a) {
        int zeros = 0;
        for (int r = 0; r < a.rows(); r++) {
            for (int i = a.row(r), end = i + a.columns(); i < end; i++) {
                zeros += a.data()[i] == 0f ? 1 : 0;
            }
        }
        return zeros;
    }

    /** The sum of a run: whole blocks of 16 in virtual lanes, then the remaining elements one after another. */
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
        FloatVector folded = COUNT == 16 ? s0 : s0.add(s2).add(s1.add(s3));
        folded = COUNT > 8 ? folded.add(folded.rearrange(BY_EIGHT)) : folded;
        folded = COUNT > 4 ? folded.add(folded.rearrange(BY_FOUR)) : folded;
        folded = folded.add(folded.rearrange(BY_TWO));
        return folded.lane(0) + folded.lane(1);
    }

    /** The dot product of two runs, in the order of {@link #runSum}, every step rounded once. */
    static float runDot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        int bound = length - length % VIRTUAL;
        float sum = bound > 0 ? dotOfBlocks(a, aOffset, b, bOffset, bound) : 0f;
        for (int i = bound; i < length; i++) {
            sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
        }
        return sum;
    }

    private static float dotOfBlocks(float[] a, int aOffset, float[] b, int bOffset, int length) {
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
        FloatVector folded = COUNT == 16 ? s0 : s0.add(s2).add(s1.add(s3));
        folded = COUNT > 8 ? folded.add(folded.rearrange(BY_EIGHT)) : folded;
        folded = COUNT > 4 ? folded.add(folded.rearrange(BY_FOUR)) : folded;
        folded = folded.add(folded.rearrange(BY_TWO));
        return folded.lane(0) + folded.lane(1);
    }

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
