package io.credence.kernels.simd;

import static io.credence.kernels.simd.Lanes.FLOATS;
import static io.credence.kernels.simd.Lanes.INTS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The functions of {@link FloatMath}, a vector at a time and with the same bits in every lane. The Vector API's own
 * {@code lanewise(EXP)} and its kin are not used: they give other bits in the interpreter, in compiled code and at each width.
 *
 * <p>A vector stays in registers only if everything it passes through is inlined. The compiler always inlines the Vector API, but of
 * our methods only those that are small once compiled, and none any more after some 40 vector operations in one loop. So each
 * method here is one short run of the Vector API and calls nothing else; a loop calls them first and says what is left to do by the
 * Vector API itself. What the compiler made of it is tested: no kernel may allocate.
 */
final class VectorMath {
    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.blend(FloatMath.EXP_HIGHEST, x.compare(GT, FloatMath.EXP_HIGHEST));
        bounded = bounded.blend(FloatMath.EXP_LOWEST, bounded.compare(LT, FloatMath.EXP_LOWEST));
        FloatVector shifted = bounded.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
        FloatVector n = shifted.sub(FloatMath.ROUNDER);
        FloatVector r = n.lanewise(FMA, -FloatMath.LN2_LOW, n.lanewise(FMA, -FloatMath.LN2, bounded));
        FloatVector p = r.fma(FloatMath.E5, FloatMath.E4)
                .lanewise(FMA, r, FloatMath.E3)
                .lanewise(FMA, r, FloatMath.E2)
                .lanewise(FMA, r, FloatMath.E1)
                .lanewise(FMA, r, FloatMath.E0)
                .lanewise(FMA, r, 1f)
                .lanewise(FMA, r, 1f);
        IntVector exponent = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        IntVector half = exponent.lanewise(ASHR, 1);
        FloatVector first = half.lanewise(LSHL, 23).add(FloatMath.ONE_BITS).reinterpretAsFloats();
        FloatVector second =
                exponent.sub(half).lanewise(LSHL, 23).add(FloatMath.ONE_BITS).reinterpretAsFloats();
        return p.mul(first).mul(second);
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector bounded = x.blend(FloatMath.EXP_HIGHEST, x.compare(GT, FloatMath.EXP_HIGHEST));
        bounded = bounded.blend(FloatMath.EXPM1_LOWEST, bounded.compare(LT, FloatMath.EXPM1_LOWEST));
        FloatVector shifted = bounded.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
        FloatVector n = shifted.sub(FloatMath.ROUNDER);
        FloatVector r = n.lanewise(FMA, -FloatMath.LN2_LOW, n.lanewise(FMA, -FloatMath.LN2, bounded));
        FloatVector p = r.fma(FloatMath.E5, FloatMath.E4)
                .lanewise(FMA, r, FloatMath.E3)
                .lanewise(FMA, r, FloatMath.E2)
                .lanewise(FMA, r, FloatMath.E1)
                .lanewise(FMA, r, FloatMath.E0);
        FloatVector power = r.mul(r).fma(p, r);
        FloatVector halfScale = shifted.reinterpretAsInts()
                .sub(FloatMath.ROUNDER_BITS + 1)
                .lanewise(LSHL, 23)
                .add(FloatMath.ONE_BITS)
                .reinterpretAsFloats();
        FloatVector half = power.fma(halfScale, halfScale.sub(0.5f));
        return half.add(half).blend(power, shifted.compare(EQ, FloatMath.ROUNDER));
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), subnormal).reinterpretAsInts();
        IntVector e = bits.sub(FloatMath.THREE_QUARTERS_BITS).lanewise(AND, FloatMath.EXPONENT_MASK);
        FloatVector m = bits.sub(e).reinterpretAsFloats().sub(1f);
        // By the rounding constant, because a lanewise conversion is slow on JDK 17.
        FloatVector n = e.lanewise(ASHR, 23)
                .add(FloatMath.ROUNDER_BITS)
                .reinterpretAsFloats()
                .sub(FloatMath.ROUNDER);
        n = n.blend(n.sub(23f), subnormal);
        FloatVector p = m.fma(FloatMath.L9, FloatMath.L8)
                .lanewise(FMA, m, FloatMath.L7)
                .lanewise(FMA, m, FloatMath.L6)
                .lanewise(FMA, m, FloatMath.L5)
                .lanewise(FMA, m, FloatMath.L4)
                .lanewise(FMA, m, FloatMath.L3)
                .lanewise(FMA, m, FloatMath.L2)
                .lanewise(FMA, m, FloatMath.L1)
                .lanewise(FMA, m, FloatMath.L0);
        FloatVector result = n.lanewise(
                FMA, FloatMath.LN2, n.lanewise(FMA, FloatMath.LN2_LOW, m.mul(m).fma(p, m)));
        result = broadcast(FLOATS, Float.NaN).blend(result, x.compare(GT, 0f));
        result = result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
        return result.blend(Float.POSITIVE_INFINITY, x.compare(EQ, Float.POSITIVE_INFINITY));
    }

    /** log(1 + x) for x in [0, 1]. */
    static FloatVector log1p(FloatVector x) {
        IntVector e =
                x.add(1f).reinterpretAsInts().sub(FloatMath.THREE_QUARTERS_BITS).lanewise(AND, FloatMath.EXPONENT_MASK);
        FloatVector n = e.lanewise(ASHR, 23)
                .add(FloatMath.ROUNDER_BITS)
                .reinterpretAsFloats()
                .sub(FloatMath.ROUNDER);
        FloatVector scaled = x.reinterpretAsInts().sub(e).reinterpretAsFloats();
        FloatVector quarter =
                IntVector.broadcast(INTS, FloatMath.FOUR_BITS).sub(e).reinterpretAsFloats();
        FloatVector m = scaled.add(quarter.fma(0.25f, -1f));
        FloatVector p = m.fma(FloatMath.L9, FloatMath.L8)
                .lanewise(FMA, m, FloatMath.L7)
                .lanewise(FMA, m, FloatMath.L6)
                .lanewise(FMA, m, FloatMath.L5)
                .lanewise(FMA, m, FloatMath.L4)
                .lanewise(FMA, m, FloatMath.L3)
                .lanewise(FMA, m, FloatMath.L2)
                .lanewise(FMA, m, FloatMath.L1)
                .lanewise(FMA, m, FloatMath.L0);
        return n.lanewise(
                FMA, FloatMath.LN2, n.lanewise(FMA, FloatMath.LN2_LOW, m.mul(m).fma(p, m)));
    }

    /** tanh(x), given exp(2 |x|) for |x| up to {@link FloatMath#TANH_ONE}. */
    static FloatVector tanh(FloatVector x, FloatVector power) {
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(FloatMath.T4, FloatMath.T3)
                .lanewise(FMA, s, FloatMath.T2)
                .lanewise(FMA, s, FloatMath.T1)
                .lanewise(FMA, s, FloatMath.T0);
        FloatVector small = x.mul(s).fma(p, x);
        FloatVector fraction = broadcast(FLOATS, 2f).div(power.add(1f));
        FloatVector large = broadcast(FLOATS, 1f).sub(fraction);
        large = large.blend(large.neg(), x.compare(LT, 0f));
        return large.blend(small, x.abs().compare(LT, FloatMath.TANH_SMALL));
    }

    /** 1 - erf(|x|), for |x| beyond {@link FloatMath#ERF_SMALL}: exp(polynomial), whose exponent needs no second step here. */
    static FloatVector erfc(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector z = magnitude.blend(FloatMath.ERF_ONE, magnitude.compare(GT, FloatMath.ERF_ONE));
        FloatVector q = z.fma(FloatMath.C7, FloatMath.C6)
                .lanewise(FMA, z, FloatMath.C5)
                .lanewise(FMA, z, FloatMath.C4)
                .lanewise(FMA, z, FloatMath.C3)
                .lanewise(FMA, z, FloatMath.C2)
                .lanewise(FMA, z, FloatMath.C1)
                .lanewise(FMA, z, FloatMath.C0);
        FloatVector shifted = q.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
        FloatVector n = shifted.sub(FloatMath.ROUNDER);
        FloatVector r = n.lanewise(FMA, -FloatMath.LN2_LOW, n.lanewise(FMA, -FloatMath.LN2, q));
        FloatVector p = r.fma(FloatMath.E5, FloatMath.E4)
                .lanewise(FMA, r, FloatMath.E3)
                .lanewise(FMA, r, FloatMath.E2)
                .lanewise(FMA, r, FloatMath.E1)
                .lanewise(FMA, r, FloatMath.E0)
                .lanewise(FMA, r, 1f)
                .lanewise(FMA, r, 1f);
        return p.mul(shifted.reinterpretAsInts()
                .sub(FloatMath.ROUNDER_BITS)
                .lanewise(LSHL, 23)
                .add(FloatMath.ONE_BITS)
                .reinterpretAsFloats());
    }

    /** erf(x), given 1 - erf(|x|). */
    static FloatVector erf(FloatVector x, FloatVector complement) {
        FloatVector s = x.mul(x);
        FloatVector p = s.fma(FloatMath.R6, FloatMath.R5)
                .lanewise(FMA, s, FloatMath.R4)
                .lanewise(FMA, s, FloatMath.R3)
                .lanewise(FMA, s, FloatMath.R2)
                .lanewise(FMA, s, FloatMath.R1)
                .lanewise(FMA, s, FloatMath.R0);
        FloatVector small = x.fma(p, x);
        FloatVector large = broadcast(FLOATS, 1f).sub(complement);
        large = large.blend(large.neg(), x.compare(LT, 0f));
        return large.blend(small, x.abs().compare(LT, FloatMath.ERF_SMALL));
    }

    /** 1 / (1 + exp(-x)), given e = exp(-|x|). */
    static FloatVector sigmoid(FloatVector x, FloatVector e) {
        VectorMask<Float> negative = x.compare(LT, 0f);
        FloatVector one = broadcast(FLOATS, 1f);
        FloatVector sum = e.add(1f);
        FloatVector lost = e.sub(sum.sub(1f));
        FloatVector quotient = one.blend(e, negative).div(sum);
        FloatVector inverse = quotient.blend(one.sub(quotient), negative);
        return quotient.neg().mul(lost).fma(inverse, quotient);
    }
}
