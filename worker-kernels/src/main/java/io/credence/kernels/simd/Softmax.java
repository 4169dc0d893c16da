package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;

/**
 * Softmax and its logarithm over each row of a matrix [rows, columns], all shifted by the row's maximum so
 * that nothing overflows. The output comes first.
 */
public final class Softmax {
    private Softmax() {}

    /** out = exp(in) / (sum of exp(in) over the row); out may be in. */
    public static void softmax(Matrix out, Matrix in) {
        Views.requireSameShape(out, in);
        int columns = in.columns();
        for (int r = 0; r < in.rows(); r++) {
            int o = out.row(r);
            float max = ReductionLoops.runMax(in.data(), in.row(r), columns);
            expOfDifference(out.data(), o, in.data(), in.row(r), columns, max);
            scale(out.data(), o, columns, 1f / ReductionLoops.runSum(out.data(), o, columns));
        }
    }

    /** inGradient = p (outGradient - sum of p outGradient), p = softmax(in). */
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

    /** out = in - logSumExp(in) over the row; out may be in. */
    public static void logSoftmax(Matrix out, Matrix in) {
        Views.requireSameShape(out, in);
        int columns = in.columns();
        for (int r = 0; r < in.rows(); r++) {
            float max = ReductionLoops.runMax(in.data(), in.row(r), columns);
            float log = FloatMath.log(ExpSums.sum(in.data(), in.row(r), columns, max));
            subtract(out.data(), out.row(r), in.data(), in.row(r), columns, max, log);
        }
    }

    /** out = exp(in - shift). In place if out is in. */
    private static void expOfDifference(float[] out, int o, float[] in, int x, int length, float shift) {
        int bound = FLOATS.loopBound(length);
        int j = 0;
        for (; j < bound; j += COUNT) {
            VectorMath.expOfNegative(fromArray(FLOATS, in, x + j).sub(shift)).intoArray(out, o + j);
        }
        for (; j < length; j++) {
            out[o + j] = FloatMath.exp(in[x + j] - shift);
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
