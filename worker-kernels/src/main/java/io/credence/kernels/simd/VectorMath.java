package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.broadcast;
import static io.credence.kernels.simd.Lanes.ints;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link FloatMath}, a vector at a time and with the same bits in every lane. The Vector API's own
 * {@code lanewise(EXP)} and its kin are not used: they give other bits in the interpreter, in compiled code and at each width.
 */
final class VectorMath {
    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector bounded = clamp(x, FloatMath.EXP_LOWEST, FloatMath.EXP_HIGHEST);
        FloatVector shifted = bounded.fma(broadcast(FloatMath.LOG2_E), broadcast(FloatMath.ROUNDER));
        FloatVector r = reduced(bounded, shifted);
        FloatVector power = expTail(r).fma(r, broadcast(1f)).fma(r, broadcast(1f));
        IntVector exponent = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return power.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector bounded = clamp(x, FloatMath.EXPM1_LOWEST, FloatMath.EXP_HIGHEST);
        FloatVector shifted = bounded.fma(broadcast(FloatMath.LOG2_E), broadcast(FloatMath.ROUNDER));
        FloatVector r = reduced(bounded, shifted);
        FloatVector power = r.mul(r).fma(expTail(r), r);
        IntVector exponent = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        FloatVector halfScale = powerOfTwo(exponent.sub(1));
        FloatVector half = power.fma(halfScale, halfScale.sub(0.5f));
        VectorMask<Float> unscaled = shifted.compare(VectorOperators.EQ, FloatMath.ROUNDER);
        return half.add(half).blend(power, unscaled);
    }

    private static FloatVector reduced(FloatVector x, FloatVector shifted) {
        FloatVector n = shifted.sub(FloatMath.ROUNDER);
        return n.fma(broadcast(-FloatMath.LN2_LOW), n.fma(broadcast(-FloatMath.LN2), x));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.lanewise(VectorOperators.LSHL, 23)
                .add(FloatMath.ONE_BITS)
                .reinterpretAsFloats();
    }

    private static FloatVector expTail(FloatVector r) {
        FloatVector p = broadcast(FloatMath.E5).fma(r, broadcast(FloatMath.E4));
        p = p.fma(r, broadcast(FloatMath.E3));
        p = p.fma(r, broadcast(FloatMath.E2));
        p = p.fma(r, broadcast(FloatMath.E1));
        return p.fma(r, broadcast(FloatMath.E0));
    }

    /** Compare and blend, because lanewise MIN and MAX cost more: NaN stays NaN either way. */
    static FloatVector clamp(FloatVector x, float low, float high) {
        FloatVector bounded = x.blend(high, x.compare(VectorOperators.GT, high));
        return bounded.blend(low, bounded.compare(VectorOperators.LT, low));
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), subnormal).reinterpretAsInts();
        IntVector e = bits.sub(FloatMath.THREE_QUARTERS_BITS).lanewise(VectorOperators.AND, FloatMath.EXPONENT_MASK);
        FloatVector m = bits.sub(e).reinterpretAsFloats().sub(1f);
        FloatVector n = toFloat(e);
        FloatVector result = logOf(n.blend(n.sub(23f), subnormal), m);
        return logEdges(result, x, 0f);
    }

    static FloatVector log1p(FloatVector x) {
        IntVector e = x.add(1f)
                .reinterpretAsInts()
                .sub(FloatMath.THREE_QUARTERS_BITS)
                .lanewise(VectorOperators.AND, FloatMath.EXPONENT_MASK);
        FloatVector scaled = x.reinterpretAsInts().sub(e).reinterpretAsFloats();
        FloatVector quarter = ints(FloatMath.FOUR_BITS).sub(e).reinterpretAsFloats();
        FloatVector m = scaled.add(quarter.fma(broadcast(0.25f), broadcast(-1f)));
        return logEdges(logOf(toFloat(e), m), x, -1f);
    }

    /** The exponent field as a float, by the same rounding constant, because a lanewise conversion is slow on JDK 17. */
    private static FloatVector toFloat(IntVector exponentField) {
        return exponentField
                .lanewise(VectorOperators.ASHR, 23)
                .add(FloatMath.ROUNDER_BITS)
                .reinterpretAsFloats()
                .sub(FloatMath.ROUNDER);
    }

    private static FloatVector logEdges(FloatVector result, FloatVector x, float pole) {
        FloatVector edged = broadcast(Float.NaN).blend(result, x.compare(VectorOperators.GT, pole));
        edged = edged.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, pole));
        return edged.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
    }

    private static FloatVector logOf(FloatVector n, FloatVector m) {
        FloatVector p = broadcast(FloatMath.L9).fma(m, broadcast(FloatMath.L8));
        p = p.fma(m, broadcast(FloatMath.L7));
        p = p.fma(m, broadcast(FloatMath.L6));
        p = p.fma(m, broadcast(FloatMath.L5));
        p = p.fma(m, broadcast(FloatMath.L4));
        p = p.fma(m, broadcast(FloatMath.L3));
        p = p.fma(m, broadcast(FloatMath.L2));
        p = p.fma(m, broadcast(FloatMath.L1));
        p = p.fma(m, broadcast(FloatMath.L0));
        FloatVector log1p = m.mul(m).fma(p, m);
        return n.fma(broadcast(FloatMath.LN2), n.fma(broadcast(FloatMath.LN2_LOW), log1p));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector s = x.mul(x);
        FloatVector p = broadcast(FloatMath.T4).fma(s, broadcast(FloatMath.T3));
        p = p.fma(s, broadcast(FloatMath.T2));
        p = p.fma(s, broadcast(FloatMath.T1));
        p = p.fma(s, broadcast(FloatMath.T0));
        FloatVector small = x.mul(s).fma(p, x);
        VectorMask<Float> saturated = magnitude.compare(VectorOperators.GT, FloatMath.TANH_ONE);
        FloatVector bounded = magnitude.blend(FloatMath.TANH_ONE, saturated);
        FloatVector fraction = broadcast(2f).div(exp(bounded.add(bounded)).add(1f));
        FloatVector large = withSignOf(broadcast(1f).sub(fraction), x);
        return large.blend(small, magnitude.compare(VectorOperators.LT, FloatMath.TANH_SMALL));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector s = x.mul(x);
        FloatVector p = broadcast(FloatMath.R6).fma(s, broadcast(FloatMath.R5));
        p = p.fma(s, broadcast(FloatMath.R4));
        p = p.fma(s, broadcast(FloatMath.R3));
        p = p.fma(s, broadcast(FloatMath.R2));
        p = p.fma(s, broadcast(FloatMath.R1));
        p = p.fma(s, broadcast(FloatMath.R0));
        FloatVector small = x.fma(p, x);
        FloatVector bounded =
                magnitude.blend(FloatMath.ERF_ONE, magnitude.compare(VectorOperators.GT, FloatMath.ERF_ONE));
        FloatVector large = withSignOf(broadcast(1f).sub(exp(logErfc(bounded))), x);
        return large.blend(small, magnitude.compare(VectorOperators.LT, FloatMath.ERF_SMALL));
    }

    private static FloatVector logErfc(FloatVector x) {
        FloatVector q = broadcast(FloatMath.C7).fma(x, broadcast(FloatMath.C6));
        q = q.fma(x, broadcast(FloatMath.C5));
        q = q.fma(x, broadcast(FloatMath.C4));
        q = q.fma(x, broadcast(FloatMath.C3));
        q = q.fma(x, broadcast(FloatMath.C2));
        q = q.fma(x, broadcast(FloatMath.C1));
        return q.fma(x, broadcast(FloatMath.C0));
    }

    private static FloatVector withSignOf(FloatVector value, FloatVector x) {
        return value.blend(value.neg(), x.compare(VectorOperators.LT, 0f));
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
        FloatVector sum = e.add(1f);
        FloatVector lost = e.sub(sum.sub(1f));
        FloatVector quotient = broadcast(1f).blend(e, negative).div(sum);
        FloatVector inverse = quotient.blend(broadcast(1f).sub(quotient), negative);
        return quotient.neg().mul(lost).fma(inverse, quotient);
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
        return positive.add(log1p(exp(x.abs().neg())));
    }

    /** Vectors of zeros and of constants are spelt in one way, so that the compiler keeps them in registers. */
    static FloatVector zero() {
        return FloatVector.zero(FLOATS);
    }
}
