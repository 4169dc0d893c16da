package io.credence.kernels.simd.elementwise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import io.credence.kernels.simd.FloatMath;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorMath;
import io.credence.kernels.simd.Views;
import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/**
 * Arithmetic element by element. The output comes first and may be one of the inputs. All views of one call have the
 * same shape [rows, columns], with any strides.
 */
public final class Elementwise {
    private Elementwise() {}

    /** out = value, in every element. */
    public static void fill(Matrix out, float value) {
        int runs = Views.runs(out);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            int start = out.row(r);
            Arrays.fill(out.data(), start, start + length, value);
        }
    }

    /** out = a. */
    public static void copy(Matrix out, Matrix a) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            System.arraycopy(a.data(), a.row(r), out.data(), out.row(r), length);
        }
    }

    /**
     * Copies columns [from, from + count) of a to columns [to, to + count) of out, which has the same number of rows.
     * The other columns of out keep their values.
     *
     * @throws IndexOutOfBoundsException if one of the matrices has fewer columns
     */
    public static void copyColumns(Matrix out, int to, Matrix a, int from, int count) {
        Views.require("the output", out, a.rows(), out.columns());
        Objects.checkFromIndexSize(to, count, out.columns());
        Objects.checkFromIndexSize(from, count, a.columns());
        for (int r = 0; r < a.rows(); r++) {
            System.arraycopy(a.data(), a.row(r) + from, out.data(), out.row(r) + to, count);
        }
    }

    /** out = a + b. */
    public static void add(Matrix out, Matrix a, Matrix b) {
        int runs = Views.runs(out, a, b);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            add(out.data(), out.row(r), a.data(), a.row(r), b.data(), b.row(r), length);
        }
    }

    /**
     * Like {@link #add(Matrix, Matrix, Matrix)}, for {@code length} elements of each array: for parts of an array that
     * would need a new view per call.
     */
    public static void add(float[] out, int outIndex, float[] a, int aIndex, float[] b, int bIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i)
                    .add(fromArray(FLOATS, b, bIndex + i))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = a[aIndex + i] + b[bIndex + i];
        }
    }

    /** out = a - b. */
    public static void subtract(Matrix out, Matrix a, Matrix b) {
        int runs = Views.runs(out, a, b);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            subtract(out.data(), out.row(r), a.data(), a.row(r), b.data(), b.row(r), length);
        }
    }

    private static void subtract(float[] out, int outIndex, float[] a, int aIndex, float[] b, int bIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i)
                    .sub(fromArray(FLOATS, b, bIndex + i))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = a[aIndex + i] - b[bIndex + i];
        }
    }

    /** out = a * b, element by element. */
    public static void multiply(Matrix out, Matrix a, Matrix b) {
        int runs = Views.runs(out, a, b);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            multiply(out.data(), out.row(r), a.data(), a.row(r), b.data(), b.row(r), length);
        }
    }

    private static void multiply(float[] out, int outIndex, float[] a, int aIndex, float[] b, int bIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i)
                    .mul(fromArray(FLOATS, b, bIndex + i))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = a[aIndex + i] * b[bIndex + i];
        }
    }

    /** out = a / b, element by element. */
    public static void divide(Matrix out, Matrix a, Matrix b) {
        int runs = Views.runs(out, a, b);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            divide(out.data(), out.row(r), a.data(), a.row(r), b.data(), b.row(r), length);
        }
    }

    private static void divide(float[] out, int outIndex, float[] a, int aIndex, float[] b, int bIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i)
                    .div(fromArray(FLOATS, b, bIndex + i))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = a[aIndex + i] / b[bIndex + i];
        }
    }

    /** out = out + a * b, element by element, with one rounding per element. */
    public static void addProduct(Matrix out, Matrix a, Matrix b) {
        int runs = Views.runs(out, a, b);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            addProduct(out.data(), out.row(r), a.data(), a.row(r), b.data(), b.row(r), length);
        }
    }

    private static void addProduct(
            float[] out, int outIndex, float[] a, int aIndex, float[] b, int bIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i)
                    .fma(fromArray(FLOATS, b, bIndex + i), fromArray(FLOATS, out, outIndex + i))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = Math.fma(a[aIndex + i], b[bIndex + i], out[outIndex + i]);
        }
    }

    /** out = factor * a. */
    public static void scale(Matrix out, Matrix a, float factor) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            scale(out.data(), out.row(r), a.data(), a.row(r), factor, length);
        }
    }

    private static void scale(float[] out, int outIndex, float[] a, int aIndex, float factor, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i).mul(factor).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = a[aIndex + i] * factor;
        }
    }

    /** out = out + factor * a, with one rounding per element. */
    public static void addScaled(Matrix out, Matrix a, float factor) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            addScaled(out.data(), out.row(r), a.data(), a.row(r), factor, length);
        }
    }

    /** Like {@link #addScaled(Matrix, Matrix, float)}, for {@code length} elements of each array. */
    public static void addScaled(float[] out, int outIndex, float[] a, int aIndex, float factor, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i)
                    .fma(broadcast(FLOATS, factor), fromArray(FLOATS, out, outIndex + i))
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = Math.fma(a[aIndex + i], factor, out[outIndex + i]);
        }
    }

    /**
     * out = (1 - fraction) * (table at from) + fraction * (table at to), for {@code length} elements: a point on the
     * line through two rows of a table. The fraction may be outside of 0 to 1.
     */
    public static void interpolate(
            float[] out, int outIndex, float[] table, int from, int to, float fraction, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector start = fromArray(FLOATS, table, from + i);
            fromArray(FLOATS, table, to + i)
                    .sub(start)
                    .fma(broadcast(FLOATS, fraction), start)
                    .intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            float start = table[from + i];
            out[outIndex + i] = Math.fma(table[to + i] - start, fraction, start);
        }
    }

    /** out = out + factor * sign(a); the sign of 0 is 0, that of NaN is NaN. */
    public static void addSign(Matrix out, Matrix a, float factor) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            addSign(out.data(), out.row(r), a.data(), a.row(r), factor, length);
        }
    }

    private static void addSign(float[] out, int outIndex, float[] a, int aIndex, float factor, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            FloatVector x = fromArray(FLOATS, a, aIndex + i);
            FloatVector sign = x.blend(1f, x.compare(GT, 0f)).blend(-1f, x.compare(LT, 0f));
            fromArray(FLOATS, out, outIndex + i).add(sign.mul(factor)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] += factor * Math.signum(a[aIndex + i]);
        }
    }

    /** out = a + constant. */
    public static void addConstant(Matrix out, Matrix a, float constant) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            addConstant(out.data(), out.row(r), a.data(), a.row(r), constant, length);
        }
    }

    private static void addConstant(float[] out, int outIndex, float[] a, int aIndex, float constant, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i).add(constant).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = a[aIndex + i] + constant;
        }
    }

    /** out = max(a, least); NaN stays NaN. */
    public static void atLeast(Matrix out, Matrix a, float least) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            atLeast(out.data(), out.row(r), a.data(), a.row(r), least, length);
        }
    }

    private static void atLeast(float[] out, int outIndex, float[] a, int aIndex, float least, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i).max(least).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = Math.max(a[aIndex + i], least);
        }
    }

    /** out = sqrt(a). */
    public static void squareRoot(Matrix out, Matrix a) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            squareRoot(out.data(), out.row(r), a.data(), a.row(r), length);
        }
    }

    private static void squareRoot(float[] out, int outIndex, float[] a, int aIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            fromArray(FLOATS, a, aIndex + i).sqrt().intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = (float) Math.sqrt(a[aIndex + i]);
        }
    }

    /** out = exp(a). */
    public static void exp(Matrix out, Matrix a) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            exp(out.data(), out.row(r), a.data(), a.row(r), length);
        }
    }

    private static void exp(float[] out, int outIndex, float[] a, int aIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            VectorMath.exp(fromArray(FLOATS, a, aIndex + i)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = FloatMath.exp(a[aIndex + i]);
        }
    }

    /**
     * out = 1 - exp(a), accurate to the last bits also near a = 0: turns the logarithm of a probability into the
     * complement of the probability.
     */
    public static void oneMinusExp(Matrix out, Matrix a) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            oneMinusExp(out.data(), out.row(r), a.data(), a.row(r), length);
        }
    }

    private static void oneMinusExp(float[] out, int outIndex, float[] a, int aIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            VectorMath.expm1(fromArray(FLOATS, a, aIndex + i)).neg().intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = -FloatMath.expm1(a[aIndex + i]);
        }
    }

    /** out = log(a), the natural logarithm. */
    public static void log(Matrix out, Matrix a) {
        int runs = Views.runs(out, a);
        int length = Views.length(out, runs);
        for (int r = 0; r < runs; r++) {
            log(out.data(), out.row(r), a.data(), a.row(r), length);
        }
    }

    private static void log(float[] out, int outIndex, float[] a, int aIndex, int length) {
        int bound = FLOATS.loopBound(length);
        int i = 0;
        for (; i < bound; i += COUNT) {
            VectorMath.log(fromArray(FLOATS, a, aIndex + i)).intoArray(out, outIndex + i);
        }
        for (; i < length; i++) {
            out[outIndex + i] = FloatMath.log(a[aIndex + i]);
        }
    }
}
