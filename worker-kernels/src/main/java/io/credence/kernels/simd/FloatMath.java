package io.credence.kernels.simd;

/**
 * Elementary functions in single precision, within 2 ulp of the true value over the whole range.
 *
 * <p>They consist of multiplication, addition, fused multiply-add and division only. Every processor, the interpreter
 * and the compiler round these in the same way, so a result has the same bits everywhere. {@link VectorMath} evaluates
 * the same expressions lane by lane. The polynomials are minimax fits by linear programming; their coefficients were
 * rounded one at a time. Internal to the kernels: public only for the packages below this one.
 */
public final class FloatMath {
    static final float LOG2_E = 0x1.715476p0f;
    static final float LN2 = 0x1.62e430p-1f;
    static final float LN2_LOW = -0x1.05c610p-29f;

    /** sqrt(1/2). */
    public static final float SQRT_HALF = 0x1.6a09e6p-1f;

    /** Adding this constant rounds a float of small magnitude to an integer, which is then in the low bits. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    static final int EXPONENT_MASK = 0xff800000;
    static final int ONE_BITS = Float.floatToRawIntBits(1f);
    static final int THREE_QUARTERS_BITS = Float.floatToRawIntBits(0.75f);
    static final int FOUR_BITS = Float.floatToRawIntBits(4f);

    /**
     * Above this bound exp(x) is infinite, and below the next one 0. Between them, its exponent fits the two-step
     * scaling.
     */
    static final float EXP_HIGHEST = 89f;

    static final float EXP_LOWEST = -104f;
    static final float EXPM1_LOWEST = -30f;
    static final float TANH_SMALL = 0.55f;
    static final float TANH_ONE = 10f;
    static final float ERF_SMALL = 0.921875f;
    static final float ERF_ONE = 3.95f;

    /** All floats from 2^23 on are integers, so adding it rounds a smaller float from 0 on to an integer. */
    static final float INTEGERS = 0x1p23f;

    static final float TWO_PI = 0x1.921fb6p2f;

    /** Coefficients of (sin(a) / a - 1) / a^2 for |a| up to pi / 2 (Abramowitz and Stegun 1964, 4.3.97). */
    static final float S0 = -0.1666666664f;

    static final float S1 = 0.0083333315f;
    static final float S2 = -0.0001984090f;
    static final float S3 = 0.0000027526f;
    static final float S4 = -0.0000000239f;

    /** Coefficients of (exp(r) - 1 - r) / r^2 for |r| up to ln(2) / 2. */
    static final float E0 = 0x1.0p-1f;

    static final float E1 = 0x1.555554p-3f;
    static final float E2 = 0x1.5554f8p-5f;
    static final float E3 = 0x1.1112d6p-7f;
    static final float E4 = 0x1.6d3a5ap-10f;
    static final float E5 = 0x1.9e7826p-13f;

    /** Coefficients of (log(1 + m) - m) / m^2 for m in [-1/4, 1/2]. */
    static final float L0 = -0x1.fffffep-2f;

    static final float L1 = 0x1.555554p-2f;
    static final float L2 = -0x1.000128p-2f;
    static final float L3 = 0x1.999d6cp-3f;
    static final float L4 = -0x1.54fa42p-3f;
    static final float L5 = 0x1.23a4d2p-3f;
    static final float L6 = -0x1.04a77ep-3f;
    static final float L7 = 0x1.eb90aap-4f;
    static final float L8 = -0x1.8f53b0p-4f;
    static final float L9 = 0x1.55ce64p-5f;

    /** Coefficients of (tanh(x) / x - 1) / x^2 in x^2, for |x| up to 0.55. */
    static final float T0 = -0x1.55554ap-2f;

    static final float T1 = 0x1.110ceep-3f;
    static final float T2 = -0x1.b91e7ep-5f;
    static final float T3 = 0x1.58e518p-6f;
    static final float T4 = -0x1.9921a2p-8f;

    /** Coefficients of erf(x) / x - 1 in x^2, for |x| up to 0.93. */
    static final float R0 = 0x1.06eba8p-3f;

    static final float R1 = -0x1.812740p-2f;
    static final float R2 = 0x1.ce2d64p-4f;
    static final float R3 = -0x1.b8011ap-6f;
    static final float R4 = 0x1.544a1ap-8f;
    static final float R5 = -0x1.a60a2ep-11f;
    static final float R6 = 0x1.4f6760p-14f;

    /** Coefficients of log(1 - erf(x)) for x in [0.92, 3.95]. */
    static final float C0 = 0x1.6e56b8p-13f;

    static final float C1 = -0x1.2127e4p0f;
    static final float C2 = -0x1.44460cp-1f;
    static final float C3 = -0x1.bb83d8p-4f;
    static final float C4 = 0x1.9b8e22p-6f;
    static final float C5 = -0x1.1159bcp-8f;
    static final float C6 = 0x1.c78b5ep-12f;
    static final float C7 = -0x1.61ded8p-16f;

    private FloatMath() {}

    /**
     * Returns exp(x). With x = n ln 2 + r it is 2^n exp(r), scaled in two steps so that a subnormal result is rounded
     * only once.
     */
    public static float exp(float x) {
        float bounded = x > EXP_HIGHEST ? EXP_HIGHEST : x;
        bounded = bounded < EXP_LOWEST ? EXP_LOWEST : bounded;
        float shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2, bounded));
        float power = Math.fma(Math.fma(expTail(r), r, 1f), r, 1f);
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        int half = exponent >> 1;
        return power
                * Float.intBitsToFloat((half << 23) + ONE_BITS)
                * Float.intBitsToFloat(((exponent - half) << 23) + ONE_BITS);
    }

    /** Returns exp(x) - 1, accurate to the last bits near 0. */
    public static float expm1(float x) {
        float bounded = x > EXP_HIGHEST ? EXP_HIGHEST : x;
        bounded = bounded < EXPM1_LOWEST ? EXPM1_LOWEST : bounded;
        float shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2, bounded));
        float power = Math.fma(r * r, expTail(r), r);
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float halfScale = Float.intBitsToFloat(((exponent - 1) << 23) + ONE_BITS);
        float half = Math.fma(power, halfScale, halfScale - 0.5f);
        return exponent == 0 ? power : half + half;
    }

    /** Returns (exp(r) - 1 - r) / r^2. */
    private static float expTail(float r) {
        float p = Math.fma(E5, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E1);
        return Math.fma(p, r, E0);
    }

    /**
     * Returns the natural logarithm, computed from x = 2^e (1 + m) with m in [-1/4, 1/2). It is NaN below 0 and minus
     * infinity at 0.
     */
    public static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        float normal = subnormal ? x * 0x1p23f : x;
        int bits = Float.floatToRawIntBits(normal);
        int e = (bits - THREE_QUARTERS_BITS) & EXPONENT_MASK;
        float m = Float.intBitsToFloat(bits - e) - 1f;
        float n = (float) (e >> 23);
        n = subnormal ? n - 23f : n;
        float result = logOf(n, m);
        result = x > 0f ? result : Float.NaN;
        result = x == 0f ? Float.NEGATIVE_INFINITY : result;
        return x == Float.POSITIVE_INFINITY ? x : result;
    }

    /** Returns log(1 + x), accurate to the last bits near 0. It is NaN below -1 and minus infinity at -1. */
    static float log1p(float x) {
        int e = (Float.floatToRawIntBits(x + 1f) - THREE_QUARTERS_BITS) & EXPONENT_MASK;
        float scaled = Float.intBitsToFloat(Float.floatToRawIntBits(x) - e);
        float quarter = Float.intBitsToFloat(FOUR_BITS - e);
        float m = scaled + Math.fma(0.25f, quarter, -1f);
        float result = logOf((float) (e >> 23), m);
        result = x > -1f ? result : Float.NaN;
        result = x == -1f ? Float.NEGATIVE_INFINITY : result;
        return x == Float.POSITIVE_INFINITY ? x : result;
    }

    /** Returns n ln 2 + log(1 + m). */
    private static float logOf(float n, float m) {
        float p = Math.fma(L9, m, L8);
        p = Math.fma(p, m, L7);
        p = Math.fma(p, m, L6);
        p = Math.fma(p, m, L5);
        p = Math.fma(p, m, L4);
        p = Math.fma(p, m, L3);
        p = Math.fma(p, m, L2);
        p = Math.fma(p, m, L1);
        p = Math.fma(p, m, L0);
        return Math.fma(n, LN2, Math.fma(n, LN2_LOW, Math.fma(m * m, p, m)));
    }

    /** Returns the hyperbolic tangent: an odd polynomial near 0, 1 - 2 / (exp(2 |x|) + 1) elsewhere. */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float s = x * x;
        float p = Math.fma(T4, s, T3);
        p = Math.fma(p, s, T2);
        p = Math.fma(p, s, T1);
        p = Math.fma(p, s, T0);
        float small = Math.fma(x * s, p, x);
        float bounded = magnitude > TANH_ONE ? TANH_ONE : magnitude;
        float large = 1f - 2f / (exp(bounded + bounded) + 1f);
        large = x < 0f ? -large : large;
        return magnitude < TANH_SMALL ? small : large;
    }

    /** Returns the error function: an odd polynomial near 0, 1 - exp(polynomial) elsewhere. */
    public static float erf(float x) {
        float magnitude = Math.abs(x);
        float s = x * x;
        float p = Math.fma(R6, s, R5);
        p = Math.fma(p, s, R4);
        p = Math.fma(p, s, R3);
        p = Math.fma(p, s, R2);
        p = Math.fma(p, s, R1);
        p = Math.fma(p, s, R0);
        float small = Math.fma(x, p, x);
        float bounded = magnitude > ERF_ONE ? ERF_ONE : magnitude;
        float q = Math.fma(C7, bounded, C6);
        q = Math.fma(q, bounded, C5);
        q = Math.fma(q, bounded, C4);
        q = Math.fma(q, bounded, C3);
        q = Math.fma(q, bounded, C2);
        q = Math.fma(q, bounded, C1);
        q = Math.fma(q, bounded, C0);
        float large = 1f - exp(q);
        large = x < 0f ? -large : large;
        return magnitude < ERF_SMALL ? small : large;
    }

    /**
     * Returns 1 / (1 + exp(-x)) without overflow, because the exponential is always of -|x|. A first-order correction
     * restores what the sum 1 + e loses by rounding.
     */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        float sum = 1f + e;
        float lost = e - (sum - 1f);
        float quotient = (x < 0f ? e : 1f) / sum;
        float inverse = x < 0f ? 1f - quotient : quotient;
        return Math.fma(-quotient * lost, inverse, quotient);
    }

    /** Returns log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)). */
    public static float softplus(float x) {
        float positive = x < 0f ? 0f : x;
        return positive + log1p(exp(-Math.abs(x)));
    }

    /**
     * Returns cos(2 pi x), the cosine of an angle in turns, which is reduced to its nearest whole turn without error.
     * It is 1 for all floats from 2^23 on, because these are integers, and for infinity.
     */
    public static float cosineOfTurns(float x) {
        float magnitude = Math.min(Math.abs(x), INTEGERS);
        float turn = Math.abs(magnitude - ((magnitude + INTEGERS) - INTEGERS));
        float a = TWO_PI * (0.25f - turn);
        float s = a * a;
        float p = Math.fma(S4, s, S3);
        p = Math.fma(p, s, S2);
        p = Math.fma(p, s, S1);
        p = Math.fma(p, s, S0);
        return Math.fma(a * s, p, a);
    }
}
