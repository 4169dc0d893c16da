package io.credence.kernels.simd.noise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.OR;

import io.credence.kernels.simd.FloatMath;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.VectorMath;
import io.credence.kernels.simd.Views;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Standard normal numbers that are a function of (key, row key, draw, unit), not of a state.
 *
 * <p>The upper 31 bits of a unit's random word (see {@link RandomBits}) are a uniform number p in (0, 1/2), whose
 * quantile is the draw's magnitude; the last bit is its sign. The quantile is (1 - 2 p) times a polynomial in w =
 * -log(4 p (1 - p)) in the middle, and in sqrt(w) in the tail. The form is that of Giles (2010), and the coefficients
 * are minimax fits. The relative error is below 2e-6.
 */
public final class GaussianNoise {
    private static final int SIXTEEN_BITS = 0xffff;

    /** Setting an integer below 2^23 in the low bits of this float adds the integer to its value. */
    private static final float TWO_TO_23 = 0x1p23f;

    private static final int TWO_TO_23_BITS = Float.floatToRawIntBits(TWO_TO_23);
    private static final float TAIL = 5f;

    private static final float M0 = 2.1233136653900146f;
    private static final float M1 = 0.3488026559352875f;
    private static final float M2 = -0.005908171180635691f;
    private static final float M3 = -0.0017730101244524121f;
    private static final float M4 = 0.00030915020033717155f;
    private static final float M5 = -6.217987902346067e-06f;
    private static final float M6 = -4.990561137674376e-06f;
    private static final float M7 = 4.861034881287196e-07f;
    private static final float M8 = 4.0354287023092184e-08f;

    private static final float T0 = 4.006434917449951f;
    private static final float T1 = 1.416592001914978f;
    private static final float T2 = 0.01333190780133009f;
    private static final float T3 = -0.010907781310379505f;
    private static final float T4 = 0.008221571333706379f;
    private static final float T5 = -0.004818963818252087f;
    private static final float T6 = 0.0016244519501924515f;
    private static final float T7 = -0.0001816461590351537f;
    private static final float T8 = -2.0425724869710393e-05f;

    private GaussianNoise() {}

    /**
     * Draws a number for each unit of each row.
     *
     * @param noise an output, {@code [rows, units]}
     * @param key the key of the seed and the layer
     * @param rowKeys one key per row
     * @param draw the training step, or the number of the pass at inference
     */
    public static void fill(Matrix noise, long key, long[] rowKeys, int draw) {
        for (int r = 0; r < noise.rows(); r++) {
            RandomBits.fillRow(noise, r, key, rowKeys[r], draw);
        }
        quantiles(noise);
    }

    /** Like {@link #fill(Matrix, long, long[], int)}, with each row's index as its key. */
    public static void fill(Matrix noise, long key, int draw) {
        for (int r = 0; r < noise.rows(); r++) {
            RandomBits.fillRow(noise, r, key, r, draw);
        }
        quantiles(noise);
    }

    /** Turns random words into draws, in place. */
    private static void quantiles(Matrix noise) {
        int runs = Views.runs(noise);
        int length = Views.length(noise, runs);
        for (int r = 0; r < runs; r++) {
            quantiles(noise.data(), noise.row(r), length);
        }
    }

    private static void quantiles(float[] noise, int start, int length) {
        int bound = FLOATS.loopBound(length);
        int u = 0;
        for (; u < bound; u += COUNT) {
            IntVector word = fromArray(FLOATS, noise, start + u).reinterpretAsInts();
            FloatVector high = word.lanewise(LSHR, 17)
                    .lanewise(OR, TWO_TO_23_BITS)
                    .reinterpretAsFloats()
                    .sub(TWO_TO_23);
            FloatVector low = word.lanewise(LSHR, 1)
                    .lanewise(AND, SIXTEEN_BITS)
                    .lanewise(OR, TWO_TO_23_BITS)
                    .reinterpretAsFloats()
                    .sub(TWO_TO_23 - 0.5f);
            FloatVector p = high.lanewise(FMA, 0x1p-16f, low.mul(0x1p-32f));
            FloatVector w = VectorMath.log(p.neg().lanewise(FMA, p, p).mul(4f)).neg();
            FloatVector m = w.sub(TAIL / 2);
            FloatVector middle = m.fma(M8, M7)
                    .lanewise(FMA, m, M6)
                    .lanewise(FMA, m, M5)
                    .lanewise(FMA, m, M4)
                    .lanewise(FMA, m, M3)
                    .lanewise(FMA, m, M2)
                    .lanewise(FMA, m, M1)
                    .lanewise(FMA, m, M0);
            FloatVector t = w.sqrt().sub(3f);
            FloatVector tail = t.fma(T8, T7)
                    .lanewise(FMA, t, T6)
                    .lanewise(FMA, t, T5)
                    .lanewise(FMA, t, T4)
                    .lanewise(FMA, t, T3)
                    .lanewise(FMA, t, T2)
                    .lanewise(FMA, t, T1)
                    .lanewise(FMA, t, T0);
            FloatVector size = tail.blend(middle, w.compare(LT, TAIL)).mul(p.fma(-2f, 1f));
            IntVector sign = word.lanewise(LSHL, 31);
            size.reinterpretAsInts().lanewise(OR, sign).reinterpretAsFloats().intoArray(noise, start + u);
        }
        for (; u < length; u++) {
            noise[start + u] = quantile(Float.floatToRawIntBits(noise[start + u]));
        }
    }

    /** Returns the draw of one unit, by the same expressions. */
    private static float quantile(int word) {
        float p = Math.fma((float) (word >>> 17), 0x1p-16f, ((word >>> 1 & SIXTEEN_BITS) + 0.5f) * 0x1p-32f);
        float w = -FloatMath.log(Math.fma(-p, p, p) * 4f);
        float polynomial = w < TAIL ? middle(w - TAIL / 2) : tail((float) Math.sqrt(w) - 3f);
        float size = polynomial * Math.fma(p, -2f, 1f);
        return Float.intBitsToFloat(Float.floatToRawIntBits(size) | word << 31);
    }

    private static float middle(float m) {
        float upper = Math.fma(Math.fma(Math.fma(Math.fma(M8, m, M7), m, M6), m, M5), m, M4);
        return Math.fma(Math.fma(Math.fma(Math.fma(upper, m, M3), m, M2), m, M1), m, M0);
    }

    private static float tail(float t) {
        float upper = Math.fma(Math.fma(Math.fma(Math.fma(T8, t, T7), t, T6), t, T5), t, T4);
        return Math.fma(Math.fma(Math.fma(Math.fma(upper, t, T3), t, T2), t, T1), t, T0);
    }
}
