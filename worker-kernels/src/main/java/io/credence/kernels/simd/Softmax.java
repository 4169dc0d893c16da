package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

/**
 * Softmax, its logarithm and log-sum-exp over each row of a matrix [rows, columns], all shifted by the row's maximum so
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

    /** inGradient = p (outGradient - sum of p outGradient), p = softmax(in); added to what is there if accumulate. */
    public static void softmaxBackward(Matrix inGradient, Matrix outGradient, Matrix p, boolean accumulate) {
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
                if (accumulate) {
                    fromArray(FLOATS, inGradient.data(), g + j).add(gradient).intoArray(inGradient.data(), g + j);
                } else {
                    gradient.intoArray(inGradient.data(), g + j);
                }
            }
            for (; j < columns; j++) {
                float gradient = p.data()[x + j] * (outGradient.data()[y + j] - dot);
                inGradient.data()[g + j] = accumulate ? inGradient.data()[g + j] + gradient : gradient;
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

    /** inGradient = outGradient - exp(out) (sum of outGradient over the row); added to what is there if accumulate. */
    public static void logSoftmaxBackward(Matrix inGradient, Matrix outGradient, Matrix out, boolean accumulate) {
        Views.requireSameShape(inGradient, outGradient);
        Views.requireSameShape(inGradient, out);
        int columns = out.columns();
        int bound = FLOATS.loopBound(columns);
        for (int r = 0; r < out.rows(); r++) {
            int g = inGradient.row(r);
            int y = outGradient.row(r);
            int x = out.row(r);
            float negative = -ReductionLoops.runSum(outGradient.data(), y, columns);
            int j = 0;
            for (; j < bound; j += COUNT) {
                var p = VectorMath.exp(fromArray(FLOATS, out.data(), x + j));
                var gradient = p.fma(broadcast(FLOATS, negative), fromArray(FLOATS, outGradient.data(), y + j));
                if (accumulate) {
                    fromArray(FLOATS, inGradient.data(), g + j).add(gradient).intoArray(inGradient.data(), g + j);
                } else {
                    gradient.intoArray(inGradient.data(), g + j);
                }
            }
            for (; j < columns; j++) {
                float p = FloatMath.exp(out.data()[x + j]);
                float gradient = Math.fma(p, negative, outGradient.data()[y + j]);
                inGradient.data()[g + j] = accumulate ? inGradient.data()[g + j] + gradient : gradient;
            }
        }
    }

    /** out [rows, 1] = log(sum of exp(in)) over each row. */
    public static void logSumExp(Matrix out, Matrix in) {
        Views.require("the result", out, in.rows(), 1);
        for (int r = 0; r < in.rows(); r++) {
            float max = ReductionLoops.runMax(in.data(), in.row(r), in.columns());
            float sum = ExpSums.sum(in.data(), in.row(r), in.columns(), max);
            out.data()[out.row(r)] = max + FloatMath.log(sum);
        }
    }

    /** inGradient [rows, columns] = outGradient [rows, 1] exp(in - out); added to what is there if accumulate. */
    public static void logSumExpBackward(
            Matrix inGradient, Matrix outGradient, Matrix in, Matrix out, boolean accumulate) {
        Views.requireSameShape(inGradient, in);
        Views.require("the output gradient", outGradient, in.rows(), 1);
        Views.require("the output", out, in.rows(), 1);
        int columns = in.columns();
        int bound = FLOATS.loopBound(columns);
        for (int r = 0; r < in.rows(); r++) {
            int g = inGradient.row(r);
            int x = in.row(r);
            float logSum = out.data()[out.row(r)];
            float factor = outGradient.data()[outGradient.row(r)];
            int j = 0;
            for (; j < bound; j += COUNT) {
                var gradient = VectorMath.exp(
                                fromArray(FLOATS, in.data(), x + j).sub(logSum))
                        .mul(factor);
                if (accumulate) {
                    fromArray(FLOATS, inGradient.data(), g + j).add(gradient).intoArray(inGradient.data(), g + j);
                } else {
                    gradient.intoArray(inGradient.data(), g + j);
                }
            }
            for (; j < columns; j++) {
                float gradient = FloatMath.exp(in.data()[x + j] - logSum) * factor;
                inGradient.data()[g + j] = accumulate ? inGradient.data()[g + j] + gradient : gradient;
            }
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
