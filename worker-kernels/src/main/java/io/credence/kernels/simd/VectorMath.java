package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.INTS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The functions of {@link FloatMath} on vectors, with the same bits in every lane. The Vector API's own
 * {@code lanewise(EXP)} and its relatives are not used, because their bits differ between the interpreter, compiled
 * code and vector widths. Internal to the kernels: public only for the packages below this one.
 *
 * <p>All these functions are inlined into the loops that call them (see {@link KernelCompilation}), except calls that
 * begin after about the first forty vector operations of a loop (NodeCountInliningCutoff). A function composed of
 * others therefore calls them first and continues with the Vector API itself, which is always inlined. Constants are
 * vectors already, because a broadcast counts as an operation. {@code KernelAllocationTest} verifies the result: no
 * kernel may allocate.
 */
public final class VectorMath {
    static final FloatVector C0 = broadcast(FLOATS, FloatMath.C0);
    static final FloatVector C1 = broadcast(FLOATS, FloatMath.C1);
    static final FloatVector C2 = broadcast(FLOATS, FloatMath.C2);
    static final FloatVector C3 = broadcast(FLOATS, FloatMath.C3);
    static final FloatVector C4 = broadcast(FLOATS, FloatMath.C4);
    static final FloatVector C5 = broadcast(FLOATS, FloatMath.C5);
    static final FloatVector C6 = broadcast(FLOATS, FloatMath.C6);
    static final FloatVector C7 = broadcast(FLOATS, FloatMath.C7);
    static final FloatVector E0 = broadcast(FLOATS, FloatMath.E0);
    static final FloatVector E1 = broadcast(FLOATS, FloatMath.E1);
    static final FloatVector E2 = broadcast(FLOATS, FloatMath.E2);
    static final FloatVector E3 = broadcast(FLOATS, FloatMath.E3);
    static final FloatVector E4 = broadcast(FLOATS, FloatMath.E4);
    static final FloatVector E5 = broadcast(FLOATS, FloatMath.E5);
    static final FloatVector ERF_ONE = broadcast(FLOATS, FloatMath.ERF_ONE);
    static final FloatVector ERF_SMALL = broadcast(FLOATS, FloatMath.ERF_SMALL);
    static final FloatVector EXPM1_LOWEST = broadcast(FLOATS, FloatMath.EXPM1_LOWEST);
    static final FloatVector EXP_HIGHEST = broadcast(FLOATS, FloatMath.EXP_HIGHEST);
    static final FloatVector EXP_LOWEST = broadcast(FLOATS, FloatMath.EXP_LOWEST);
    static final FloatVector HALF = broadcast(FLOATS, 0.5f);

    /** Positive infinity in every lane. */
    public static final FloatVector INFINITY = broadcast(FLOATS, Float.POSITIVE_INFINITY);

    static final FloatVector L0 = broadcast(FLOATS, FloatMath.L0);
    static final FloatVector L1 = broadcast(FLOATS, FloatMath.L1);
    static final FloatVector L2 = broadcast(FLOATS, FloatMath.L2);
    static final FloatVector L3 = broadcast(FLOATS, FloatMath.L3);
    static final FloatVector L4 = broadcast(FLOATS, FloatMath.L4);
    static final FloatVector L5 = broadcast(FLOATS, FloatMath.L5);
    static final FloatVector L6 = broadcast(FLOATS, FloatMath.L6);
    static final FloatVector L7 = broadcast(FLOATS, FloatMath.L7);
    static final FloatVector L8 = broadcast(FLOATS, FloatMath.L8);
    static final FloatVector L9 = broadcast(FLOATS, FloatMath.L9);
    static final FloatVector LN2 = broadcast(FLOATS, FloatMath.LN2);
    static final FloatVector LN2_LOW = broadcast(FLOATS, FloatMath.LN2_LOW);
    static final FloatVector LOG2_E = broadcast(FLOATS, FloatMath.LOG2_E);

    /** -1/2 in every lane. */
    public static final FloatVector MINUS_HALF = broadcast(FLOATS, -0.5f);

    /** Negative infinity in every lane. */
    public static final FloatVector MINUS_INFINITY = broadcast(FLOATS, Float.NEGATIVE_INFINITY);

    static final FloatVector MINUS_LN2 = broadcast(FLOATS, -FloatMath.LN2);
    static final FloatVector MINUS_LN2_LOW = broadcast(FLOATS, -FloatMath.LN2_LOW);
    static final FloatVector MIN_NORMAL = broadcast(FLOATS, Float.MIN_NORMAL);
    static final FloatVector NAN = broadcast(FLOATS, Float.NaN);

    /** 1 in every lane. */
    public static final FloatVector ONE = broadcast(FLOATS, 1f);

    static final FloatVector ONE_AND_A_HALF = broadcast(FLOATS, 1.5f);
    static final FloatVector R0 = broadcast(FLOATS, FloatMath.R0);
    static final FloatVector R1 = broadcast(FLOATS, FloatMath.R1);
    static final FloatVector R2 = broadcast(FLOATS, FloatMath.R2);
    static final FloatVector R3 = broadcast(FLOATS, FloatMath.R3);
    static final FloatVector R4 = broadcast(FLOATS, FloatMath.R4);
    static final FloatVector R5 = broadcast(FLOATS, FloatMath.R5);
    static final FloatVector R6 = broadcast(FLOATS, FloatMath.R6);
    static final FloatVector ROUNDER = broadcast(FLOATS, FloatMath.ROUNDER);
    static final FloatVector QUARTER = broadcast(FLOATS, 0.25f);
    static final FloatVector S0 = broadcast(FLOATS, FloatMath.S0);
    static final FloatVector S1 = broadcast(FLOATS, FloatMath.S1);
    static final FloatVector S2 = broadcast(FLOATS, FloatMath.S2);
    static final FloatVector S3 = broadcast(FLOATS, FloatMath.S3);
    static final FloatVector S4 = broadcast(FLOATS, FloatMath.S4);
    static final FloatVector SQRT_HALF = broadcast(FLOATS, FloatMath.SQRT_HALF);
    static final FloatVector T0 = broadcast(FLOATS, FloatMath.T0);
    static final FloatVector T1 = broadcast(FLOATS, FloatMath.T1);
    static final FloatVector T2 = broadcast(FLOATS, FloatMath.T2);
    static final FloatVector T3 = broadcast(FLOATS, FloatMath.T3);
    static final FloatVector T4 = broadcast(FLOATS, FloatMath.T4);
    static final FloatVector TANH_ONE = broadcast(FLOATS, FloatMath.TANH_ONE);
    static final FloatVector TANH_SMALL = broadcast(FLOATS, FloatMath.TANH_SMALL);
    static final FloatVector TWENTY_THREE = broadcast(FLOATS, 23f);
    static final FloatVector TWO = broadcast(FLOATS, 2f);
    static final FloatVector TWO_PI = broadcast(FLOATS, FloatMath.TWO_PI);
    static final FloatVector TWO_TO_23 = broadcast(FLOATS, 0x1p23f);
    static final FloatVector TWO_TO_MINUS_64 = broadcast(FLOATS, 0x1p-64f);

    /** 0 in every lane. */
    public static final FloatVector ZERO = broadcast(FLOATS, 0f);

    static final IntVector EXPONENT_MASK = IntVector.broadcast(INTS, FloatMath.EXPONENT_MASK);
    static final IntVector ONE_BITS = IntVector.broadcast(INTS, FloatMath.ONE_BITS);
    static final IntVector ROUNDER_BITS = IntVector.broadcast(INTS, FloatMath.ROUNDER_BITS);
    static final IntVector THREE_QUARTERS_BITS = IntVector.broadcast(INTS, FloatMath.THREE_QUARTERS_BITS);

    /** Added to the bits of n + ROUNDER, shifted to the exponent field, this gives 2^(n - 1). */
    static final IntVector HALF_POWER =
            IntVector.broadcast(INTS, FloatMath.ONE_BITS - (FloatMath.ROUNDER_BITS << 23) - (1 << 23));

    /** Added in the same way, this gives 2^(n + 64). */
    static final IntVector POWER_BY_TWO_TO_64 = HALF_POWER.add(65 << 23);

    private VectorMath() {}

    /** Returns exp(x), as {@link FloatMath#exp}. */
    public static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.blend(EXP_HIGHEST, x.compare(GT, EXP_HIGHEST));
        bounded = bounded.blend(EXP_LOWEST, bounded.compare(LT, EXP_LOWEST));
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        FloatVector r = remainder(bounded, shifted);
        FloatVector p = expTail(r).fma(r, ONE).fma(r, ONE);
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(ASHR, 1);
        FloatVector first = half.lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
        FloatVector second = exponent.sub(half).lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
        return p.mul(first).mul(second);
    }

    /**
     * Returns exp(x) for x up to 0, or so little above it that its power of two is 1. The product is first 2^64 too
     * large, so that a subnormal result is rounded only once.
     *
     * <p>It contains no calls, because the derivative of GELU needs two exponentials: the first of them is already so
     * long that the compiler inlines no further call into the loop.
     */
    public static FloatVector expOfNegative(FloatVector x) {
        FloatVector bounded = x.blend(EXP_LOWEST, x.compare(LT, EXP_LOWEST));
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        IntVector power = shifted.reinterpretAsInts().lanewise(LSHL, 23).add(POWER_BY_TWO_TO_64);
        FloatVector scale = power.reinterpretAsFloats();
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2, bounded));
        FloatVector p = r.fma(E5, E4)
                .fma(r, E3)
                .fma(r, E2)
                .fma(r, E1)
                .fma(r, E0)
                .fma(r, ONE)
                .fma(r, ONE);
        return p.mul(scale).mul(TWO_TO_MINUS_64);
    }

    /** Returns exp(x) - 1, as {@link FloatMath#expm1}. */
    public static FloatVector expm1(FloatVector x) {
        FloatVector bounded = x.blend(EXP_HIGHEST, x.compare(GT, EXP_HIGHEST));
        bounded = bounded.blend(EXPM1_LOWEST, bounded.compare(LT, EXPM1_LOWEST));
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        FloatVector r = remainder(bounded, shifted);
        FloatVector p = r.mul(r).fma(expTail(r), r);
        FloatVector halfScale =
                shifted.reinterpretAsInts().lanewise(LSHL, 23).add(HALF_POWER).reinterpretAsFloats();
        FloatVector half = p.fma(halfScale, halfScale.sub(HALF));
        return half.add(half).blend(p, shifted.compare(EQ, ROUNDER));
    }

    /** Returns x - n ln 2 for shifted = n + ROUNDER. */
    private static FloatVector remainder(FloatVector x, FloatVector shifted) {
        FloatVector n = shifted.sub(ROUNDER);
        return n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2, x));
    }

    /** Returns (exp(r) - 1 - r) / r^2. */
    private static FloatVector expTail(FloatVector r) {
        return r.fma(E5, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
    }

    /** Returns the natural logarithm, as {@link FloatMath#log}. */
    public static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(LT, MIN_NORMAL);
        IntVector bits = x.blend(x.mul(TWO_TO_23), subnormal).reinterpretAsInts();
        IntVector e = bits.sub(THREE_QUARTERS_BITS).and(EXPONENT_MASK);
        FloatVector m = bits.sub(e).reinterpretAsFloats().sub(ONE);
        // Converted by the rounding constant, because a lanewise conversion is slow on JDK 17.
        FloatVector n =
                e.lanewise(ASHR, 23).add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
        n = n.blend(n.sub(TWENTY_THREE), subnormal);
        FloatVector result = logOf(n, m);
        result = NAN.blend(result, x.compare(GT, ZERO));
        result = result.blend(MINUS_INFINITY, x.compare(EQ, ZERO));
        return result.blend(INFINITY, x.compare(EQ, INFINITY));
    }

    /** Returns n ln 2 + log(1 + m). */
    private static FloatVector logOf(FloatVector n, FloatVector m) {
        FloatVector p = m.fma(L9, L8)
                .fma(m, L7)
                .fma(m, L6)
                .fma(m, L5)
                .fma(m, L4)
                .fma(m, L3)
                .fma(m, L2)
                .fma(m, L1)
                .fma(m, L0);
        return n.fma(LN2, n.fma(LN2_LOW, m.mul(m).fma(p, m)));
    }

    /** Returns the hyperbolic tangent, as {@link FloatMath#tanh}. */
    public static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(T4, T3).fma(s, T2).fma(s, T1).fma(s, T0);
        FloatVector small = x.mul(s).fma(p, x);
        FloatVector bounded = magnitude.blend(TANH_ONE, magnitude.compare(GT, TANH_ONE));
        FloatVector large = ONE.sub(TWO.div(exp(bounded.add(bounded)).add(ONE)));
        large = large.blend(large.neg(), x.compare(LT, ZERO));
        return large.blend(small, magnitude.compare(LT, TANH_SMALL));
    }

    /** Returns the error function, as {@link FloatMath#erf}. */
    static FloatVector erf(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector bounded = magnitude.blend(ERF_ONE, magnitude.compare(GT, ERF_ONE));
        FloatVector q = bounded.fma(C7, C6)
                .fma(bounded, C5)
                .fma(bounded, C4)
                .fma(bounded, C3)
                .fma(bounded, C2)
                .fma(bounded, C1)
                .fma(bounded, C0);
        FloatVector large = ONE.sub(expOfNegative(q));
        large = large.blend(large.neg(), x.compare(LT, ZERO));
        FloatVector s = x.mul(x);
        FloatVector p =
                s.fma(R6, R5).fma(s, R4).fma(s, R3).fma(s, R2).fma(s, R1).fma(s, R0);
        return large.blend(x.fma(p, x), magnitude.compare(LT, ERF_SMALL));
    }

    /** Returns the distribution function of a standard normal variable. */
    public static FloatVector gaussian(FloatVector x) {
        return erf(x.mul(SQRT_HALF)).fma(HALF, HALF);
    }

    /** Returns 1 / (1 + exp(-x)), as {@link FloatMath#sigmoid}. */
    public static FloatVector sigmoid(FloatVector x) {
        FloatVector e = expOfNegative(x.abs().neg());
        VectorMask<Float> negative = x.compare(LT, ZERO);
        FloatVector sum = e.add(ONE);
        FloatVector lost = e.sub(sum.sub(ONE));
        FloatVector quotient = ONE.blend(e, negative).div(sum);
        FloatVector inverse = quotient.blend(ONE.sub(quotient), negative);
        return quotient.neg().mul(lost).fma(inverse, quotient);
    }

    /**
     * Returns log(1 + exp(x)), as {@link FloatMath#softplus}. The logarithm of 1 + e, with e = exp(-|x|) in (0, 1],
     * has only two powers of two to choose from.
     */
    public static FloatVector softplus(FloatVector x) {
        FloatVector e = expOfNegative(x.abs().neg());
        VectorMask<Float> far = e.add(ONE).compare(GE, ONE_AND_A_HALF);
        FloatVector n = ZERO.blend(ONE, far);
        FloatVector m = e.blend(e.mul(HALF).sub(HALF), far);
        return x.blend(ZERO, x.compare(LT, ZERO)).add(logOf(n, m));
    }

    /** Returns cos(2 pi x), as {@link FloatMath#cosineOfTurns}. */
    public static FloatVector cosineOfTurns(FloatVector x) {
        FloatVector magnitude = x.abs().min(TWO_TO_23);
        FloatVector turn =
                magnitude.sub(magnitude.add(TWO_TO_23).sub(TWO_TO_23)).abs();
        FloatVector a = QUARTER.sub(turn).mul(TWO_PI);
        FloatVector s = a.mul(a);
        FloatVector p = s.fma(S4, S3).fma(s, S2).fma(s, S1).fma(s, S0);
        return a.mul(s).fma(p, a);
    }
}
