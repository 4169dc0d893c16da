package io.credence.kernels.simd.reduction;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.VIRTUAL;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.FloatMath;
import io.credence.kernels.simd.LaneSums;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorMath;
import io.credence.kernels.simd.Views;
import jdk.incubator.vector.FloatVector;

/**
 * Softmax, its logarithm and log-sum-exp over each row of a matrix [rows, columns], all shifted by the row's maximum so
 * that nothing overflows. The output comes first. Exponentials, the most expensive part, are computed over several rows
 * at once, because a row with few classes does not fill a vector. If only the sum of the exponentials of a wide row is
 * needed, they are not stored.
 */
public final class Softmax {
    /** The elements of this many rows without gaps fill whole vectors at every width. */
    private static final int ROWS = 16;

    /**
     * The number of columns from which a row is wide: the elements beyond its last whole vector are then a small
     * fraction.
     */
    private static final int WIDE = 64;

    private Softmax() {}

    /** out = exp(in) / (sum of exp(in) over the row); out may be in. */
    public static void softmax(Matrix out, Matrix in) {
        Views.requireSameShape(out, in);
        int columns = in.columns();
        for (int from = 0; from < in.rows(); from += ROWS) {
            int to = Math.min(in.rows(), from + ROWS);
            for (int r = from; r < to; r++) {
                shift(out, in, r);
            }
            exponentials(out, from, to);
            for (int r = from; r < to; r++) {
                int o = out.row(r);
                scale(out.data(), o, columns, 1f / ReductionLoops.runSum(out.data(), o, columns));
            }
        }
    }

    /** inGradient = p (outGradient - sum of p outGradient over the row), with p = softmax(in). */
    public static void softmaxBackward(Matrix inGradient, Matrix outGradient, Matrix p) {
        Views.requireSameShape(inGradient, outGradient);
        Views.requireSameShape(inGradient, p);
        int columns = p.columns();
        int bound = FLOATS.loopBound(columns);
        for (int r = 0; r < p.rows(); r++) {
            int g = inGradient.row(r);
            int y = outGradient.row(r);
            int x = p.row(r);
            float dot = ReductionLoops.runDot(p.data(), x, outGradient.data(), y, columns);
            int j = 0;
            for (; j < bound; j += COUNT) {
                var gradient = fromArray(FLOATS, p.data(), x + j)
                        .mul(fromArray(FLOATS, outGradient.data(), y + j).sub(dot));
                gradient.intoArray(inGradient.data(), g + j);
            }
            for (; j < columns; j++) {
                inGradient.data()[g + j] = p.data()[x + j] * (outGradient.data()[y + j] - dot);
            }
        }
    }

    /**
     * out = in - logSumExp, with logSumExp [rows, 1] = log(sum of exp(in) over the row).
     *
     * @param out an output, which must not overlap in
     * @param logSumExp an output
     */
    public static void logSoftmax(Matrix out, Matrix logSumExp, Matrix in) {
        Views.requireSameShape(out, in);
        Views.require("log-sum-exp", logSumExp, in.rows(), 1);
        int columns = in.columns();
        if (columns >= WIDE) {
            logSoftmaxOfWideRows(out, logSumExp, in);
            return;
        }
        for (int from = 0; from < in.rows(); from += ROWS) {
            int to = Math.min(in.rows(), from + ROWS);
            for (int r = from; r < to; r++) {
                logSumExp.data()[logSumExp.row(r)] = shift(out, in, r);
            }
            exponentials(out, from, to);
            for (int r = from; r < to; r++) {
                float max = logSumExp.data()[logSumExp.row(r)];
                float log = FloatMath.log(ReductionLoops.runSum(out.data(), out.row(r), columns));
                subtract(out.data(), out.row(r), in.data(), in.row(r), columns, max, log);
                logSumExp.data()[logSumExp.row(r)] = max + log;
            }
        }
    }

    private static void logSoftmaxOfWideRows(Matrix out, Matrix logSumExp, Matrix in) {
        int columns = in.columns();
        for (int r = 0; r < in.rows(); r++) {
            float max = ReductionLoops.runMax(in.data(), in.row(r), columns);
            float log = FloatMath.log(sumOfExp(in.data(), in.row(r), columns, max));
            subtract(out.data(), out.row(r), in.data(), in.row(r), columns, max, log);
            logSumExp.data()[logSumExp.row(r)] = max + log;
        }
    }

    /**
     * Returns the sum of exp(in - shift), where no element exceeds the shift, in the order of
     * {@link ReductionLoops#runSum}. The vectors of virtual lanes rotate after each addition, so that the loop
     * contains one exponential at every width.
     */
    private static float sumOfExp(float[] in, int x, int length, float shift) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int bound = length - length % VIRTUAL;
        int j = 0;
        for (; j < bound; j += COUNT) {
            FloatVector e =
                    VectorMath.expOfNegative(fromArray(FLOATS, in, x + j).sub(shift));
            FloatVector next = s0.add(e);
            s0 = COUNT == 16 ? next : s1;
            s1 = COUNT == 8 ? next : s2;
            s2 = s3;
            s3 = COUNT == 4 ? next : s3;
        }
        float sum = LaneSums.sum(s0, s1, s2, s3);
        for (; j < length; j++) {
            sum += FloatMath.exp(in[x + j] - shift);
        }
        return sum;
    }

    /** Sets one row to out = in - the row's maximum, and returns the maximum. */
    private static float shift(Matrix out, Matrix in, int r) {
        float max = ReductionLoops.runMax(in.data(), in.row(r), in.columns());
        subtract(out.data(), out.row(r), in.data(), in.row(r), in.columns(), max, 0f);
        return max;
    }

    /** out = exp(out), for rows [from, to). */
    private static void exponentials(Matrix out, int from, int to) {
        int runs = out.isDense() ? 1 : to - from;
        int length = out.isDense() ? (to - from) * out.columns() : out.columns();
        for (int r = 0; r < runs; r++) {
            exp(out.data(), out.row(from + r), length);
        }
    }

    /** Replaces elements, none of them above 0, with their exponentials. */
    private static void exp(float[] a, int offset, int length) {
        int bound = FLOATS.loopBound(length);
        int j = 0;
        for (; j < bound; j += COUNT) {
            VectorMath.expOfNegative(fromArray(FLOATS, a, offset + j)).intoArray(a, offset + j);
        }
        for (; j < length; j++) {
            a[offset + j] = FloatMath.exp(a[offset + j]);
        }
    }

    /** out = in - first - second. */
    private static void subtract(float[] out, int o, float[] in, int x, int length, float first, float second) {
        int bound = FLOATS.loopBound(length);
        int j = 0;
        for (; j < bound; j += COUNT) {
            fromArray(FLOATS, in, x + j).sub(first).sub(second).intoArray(out, o + j);
        }
        for (; j < length; j++) {
            out[o + j] = in[x + j] - first - second;
        }
    }

    private static void scale(float[] out, int o, int length, float factor) {
        int bound = FLOATS.loopBound(length);
        int j = 0;
        for (; j < bound; j += COUNT) {
            fromArray(FLOATS, out, o + j).mul(factor).intoArray(out, o + j);
        }
        for (; j < length; j++) {
            out[o + j] *= factor;
        }
    }
}
