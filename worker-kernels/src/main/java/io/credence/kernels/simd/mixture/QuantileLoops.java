package io.credence.kernels.simd.mixture;

import static io.credence.kernels.simd.Lanes.DOUBLES;
import static io.credence.kernels.simd.mixture.MixtureQuantiles.PROBLEMS;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * The loops of {@link MixtureQuantiles}, each for the problems of one vector. Between loops, the values of a problem
 * are in an array: {@value MixtureQuantiles#PROBLEMS} of each kind, one per problem.
 *
 * <p>The upper tail of the normal distribution at z >= 0 is bell(z) erfcx(x) / 2 with x = z / sqrt(2), bell(z) =
 * exp(-z^2 / 2) and erfcx(x) = exp(x^2) erfc(x). The product (1 + 2 x) erfcx(x) is a polynomial of degree 21 in s = (A
 * x - K) / (x + K), which maps [0, 26.6] to [-1, 1], the form of Shepherd and Laframboise (1981). Both this polynomial
 * and that of the exponential are Chebyshev interpolants, with relative errors below 1.5e-16 and 2e-17. The computed
 * distribution function is within 5e-16 of the true one.
 */
final class QuantileLoops {
    static final int Y = 0;
    static final int LOW = PROBLEMS;
    static final int HIGH = 2 * PROBLEMS;
    static final int START = 3 * PROBLEMS;
    static final int TOLERANCE = 4 * PROBLEMS;
    /** The standard deviation of the narrowest component. */
    static final int NARROWEST = 5 * PROBLEMS;

    static final int PROBABILITY = 6 * PROBLEMS;
    static final int Z = 7 * PROBLEMS;
    /** 1 for a problem that is not solved yet, otherwise 0. */
    static final int ACTIVE = 8 * PROBLEMS;

    /** The weighted sum of the components' distribution functions at y. */
    static final int BELOW = 9 * PROBLEMS;

    /** The weighted sum of their densities, without the constant factor, and that of the derivatives of these. */
    static final int DENSITY = 10 * PROBLEMS;

    static final int SLOPE = 11 * PROBLEMS;

    /** The sum of the components' weights. */
    static final int TOTAL = 12 * PROBLEMS;

    /** The number of kinds of values. */
    static final int STATE = 13;

    /** The number of problems in a vector: 2, 4 or 8. */
    static final int LANES = DOUBLES.length();

    /** If Newton's step is at most this, in standard deviations of the narrowest component, Halley's is the last. */
    private static final double SMALL_STEP = 1e-4;

    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);
    private static final double SQRT_HALF = Math.sqrt(0.5);

    /** Farther from a component, its bell would be subnormal. */
    private static final double FARTHEST = 37.6;

    private static final double A = 1 + 3.5 / 13.3;
    private static final double K = 3.5;
    private static final double F0 = 1.2583103069217034;
    private static final double F1 = -0.11734754881160327;
    private static final double F2 = -0.043293821240600036;
    private static final double F3 = 0.11360438272840458;
    private static final double F4 = -0.10810425791792369;
    private static final double F5 = 0.06889826483348385;
    private static final double F6 = -0.03139003508436567;
    private static final double F7 = 0.009580349186635024;
    private static final double F8 = -0.0013124578269459051;
    private static final double F9 = -0.00033894056484049716;
    private static final double F10 = 0.00019503943880141614;
    private static final double F11 = -9.881701195457105e-06;
    private static final double F12 = -1.6776655130569118e-05;
    private static final double F13 = 3.0772061100937397e-06;
    private static final double F14 = 1.46488607201556e-06;
    private static final double F15 = -4.189727590260568e-07;
    private static final double F16 = -1.4963767196157986e-07;
    private static final double F17 = 4.87845531308336e-08;
    private static final double F18 = 1.6535648679225374e-08;
    private static final double F19 = -4.895852389385301e-09;
    private static final double F20 = -1.3061761478391343e-09;
    private static final double F21 = 3.204755511606494e-10;

    private static final double E0 = 0.5000000000000001;
    private static final double E1 = 0.16666666666666669;
    private static final double E2 = 0.04166666666662413;
    private static final double E3 = 0.008333333333330062;
    private static final double E4 = 0.0013888888917213717;
    private static final double E5 = 0.00019841269863053618;
    private static final double E6 = 2.4801521295954376e-05;
    private static final double E7 = 2.7557268459997064e-06;
    private static final double E8 = 2.7620088445409746e-07;
    private static final double E9 = 2.510038549551032e-08;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2 = 0.6931471805598903;
    private static final double LN2_LOW = 5.497923018708371e-14;

    /** Adding this to a number of moderate size rounds it to an integer, in the low bits of the sum. */
    private static final double ROUNDER = 0x1.8p52;

    private static final long ONE_BITS = Double.doubleToRawLongBits(1);

    private QuantileLoops() {}

    static void invert(double[] inverses, double[] deviations, int components, int lane) {
        int end = components * PROBLEMS;
        for (int i = lane; i < end; i += PROBLEMS) {
            broadcast(DOUBLES, 1).div(fromArray(DOUBLES, deviations, i)).intoArray(inverses, i);
        }
    }

    /** Extends the bracket to the quantiles of some components, and finds the narrowest of them. */
    static void bracket(double[] means, double[] deviations, int components, double[] state, int lane) {
        DoubleVector z = fromArray(DOUBLES, state, Z + lane);
        DoubleVector low = fromArray(DOUBLES, state, LOW + lane);
        DoubleVector high = fromArray(DOUBLES, state, HIGH + lane);
        DoubleVector narrowest = fromArray(DOUBLES, state, NARROWEST + lane);
        int end = components * PROBLEMS;
        for (int i = lane; i < end; i += PROBLEMS) {
            DoubleVector deviation = fromArray(DOUBLES, deviations, i);
            DoubleVector quantile = deviation.mul(z).add(fromArray(DOUBLES, means, i));
            low = low.blend(quantile, quantile.compare(LT, low));
            high = high.blend(quantile, quantile.compare(GT, high));
            narrowest = narrowest.blend(deviation, deviation.compare(LT, narrowest));
        }
        low.intoArray(state, LOW + lane);
        high.intoArray(state, HIGH + lane);
        narrowest.intoArray(state, NARROWEST + lane);
    }

    /** Adds the distribution functions, densities and their derivatives of some components at y to the sums. */
    static void sum(double[] weights, double[] means, double[] inverses, int components, double[] state, int lane) {
        DoubleVector y = fromArray(DOUBLES, state, Y + lane);
        DoubleVector below = fromArray(DOUBLES, state, BELOW + lane);
        DoubleVector density = fromArray(DOUBLES, state, DENSITY + lane);
        DoubleVector slope = fromArray(DOUBLES, state, SLOPE + lane);
        int end = components * PROBLEMS;
        for (int i = lane; i < end; i += PROBLEMS) {
            DoubleVector inverse = fromArray(DOUBLES, inverses, i);
            DoubleVector distance = y.sub(fromArray(DOUBLES, means, i)).mul(inverse);
            VectorMask<Double> isBelow = distance.compare(LT, 0);
            DoubleVector size = distance.abs();
            size = size.blend(FARTHEST, size.compare(GT, FARTHEST));

            DoubleVector power = size.mul(size).mul(-0.5);
            DoubleVector shifted = power.lanewise(FMA, LOG2_E, ROUNDER);
            DoubleVector n = shifted.sub(ROUNDER);
            DoubleVector r = n.lanewise(FMA, -LN2_LOW, n.lanewise(FMA, -LN2, power));
            DoubleVector r2 = r.mul(r);
            DoubleVector even = r2.lanewise(FMA, E8, E6)
                    .lanewise(FMA, r2, E4)
                    .lanewise(FMA, r2, E2)
                    .lanewise(FMA, r2, E0);
            DoubleVector odd = r2.lanewise(FMA, E9, E7)
                    .lanewise(FMA, r2, E5)
                    .lanewise(FMA, r2, E3)
                    .lanewise(FMA, r2, E1);
            DoubleVector scale = shifted.reinterpretAsLongs()
                    .lanewise(LSHL, 52)
                    .add(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector bell =
                    odd.lanewise(FMA, r, even).lanewise(FMA, r2, r).add(1).mul(scale);

            DoubleVector x = size.mul(SQRT_HALF);
            DoubleVector shiftedX = x.add(K);
            DoubleVector factor = x.lanewise(FMA, 2, 1);
            DoubleVector inverseProduct = broadcast(DOUBLES, 1).div(shiftedX.mul(factor));
            DoubleVector s = x.lanewise(FMA, A, -K).mul(factor).mul(inverseProduct);
            DoubleVector s2 = s.mul(s);
            DoubleVector evenTail = s2.lanewise(FMA, F20, F18)
                    .lanewise(FMA, s2, F16)
                    .lanewise(FMA, s2, F14)
                    .lanewise(FMA, s2, F12)
                    .lanewise(FMA, s2, F10)
                    .lanewise(FMA, s2, F8)
                    .lanewise(FMA, s2, F6)
                    .lanewise(FMA, s2, F4)
                    .lanewise(FMA, s2, F2)
                    .lanewise(FMA, s2, F0);
            DoubleVector oddTail = s2.lanewise(FMA, F21, F19)
                    .lanewise(FMA, s2, F17)
                    .lanewise(FMA, s2, F15)
                    .lanewise(FMA, s2, F13)
                    .lanewise(FMA, s2, F11)
                    .lanewise(FMA, s2, F9)
                    .lanewise(FMA, s2, F7)
                    .lanewise(FMA, s2, F5)
                    .lanewise(FMA, s2, F3)
                    .lanewise(FMA, s2, F1);
            DoubleVector erfcx =
                    oddTail.lanewise(FMA, s, evenTail).mul(shiftedX).mul(inverseProduct);
            DoubleVector tail = bell.mul(erfcx).mul(0.5);
            DoubleVector weight = fromArray(DOUBLES, weights, i);
            below = below.add(
                    broadcast(DOUBLES, 1).sub(tail).blend(tail, isBelow).mul(weight));

            DoubleVector scaledBell = bell.mul(inverse).mul(weight);
            density = density.add(scaledBell);
            DoubleVector steepness = size.mul(inverse).mul(scaledBell);
            slope = slope.add(steepness.neg().blend(steepness, isBelow));
        }
        below.intoArray(state, BELOW + lane);
        density.intoArray(state, DENSITY + lane);
        slope.intoArray(state, SLOPE + lane);
    }

    /** Moves y by a step of Halley's method, or to the middle of the bracket, which shrinks. */
    static void step(double[] state, int lane) {
        DoubleVector total = fromArray(DOUBLES, state, TOTAL + lane);
        DoubleVector y = fromArray(DOUBLES, state, Y + lane);
        DoubleVector excess =
                fromArray(DOUBLES, state, BELOW + lane).div(total).sub(fromArray(DOUBLES, state, PROBABILITY + lane));
        VectorMask<Double> isHigh = excess.compare(GT, 0);
        DoubleVector low = y.blend(fromArray(DOUBLES, state, LOW + lane), isHigh);
        DoubleVector high = fromArray(DOUBLES, state, HIGH + lane).blend(y, isHigh);
        low.intoArray(state, LOW + lane);
        high.intoArray(state, HIGH + lane);

        DoubleVector density = fromArray(DOUBLES, state, DENSITY + lane);
        DoubleVector newton = excess.mul(total.mul(SQRT_2_PI)).div(density);
        DoubleVector curvature =
                fromArray(DOUBLES, state, SLOPE + lane).mul(newton).mul(0.5).div(density);
        DoubleVector halley = y.sub(newton.div(broadcast(DOUBLES, 1).sub(curvature)));
        // Far from every component, Halley's steps are too short and Newton's too long. Both cases fall back to
        // bisection, as does a density of 0.
        DoubleVector middle = high.sub(low).mul(0.5).add(low);
        DoubleVector byNewton = y.sub(newton);
        DoubleVector next = middle.blend(halley, halley.compare(GT, low));
        next = next.blend(middle, halley.compare(GE, high));
        next = next.blend(middle, byNewton.compare(LE, low));
        next = next.blend(middle, byNewton.compare(GE, high));

        VectorMask<Double> isLast = newton.abs()
                .compare(LE, fromArray(DOUBLES, state, NARROWEST + lane).mul(SMALL_STEP));
        DoubleVector last = halley.blend(low, halley.compare(LT, low));
        next = next.blend(last.blend(high, last.compare(GT, high)), isLast);
        VectorMask<Double> isExact = excess.compare(EQ, 0);
        next = next.blend(y, isExact);
        DoubleVector active = fromArray(DOUBLES, state, ACTIVE + lane);
        y.blend(next, active.compare(GT, 0)).intoArray(state, Y + lane);
        VectorMask<Double> isNarrow = high.sub(low).compare(LE, fromArray(DOUBLES, state, TOLERANCE + lane));
        active.blend(0, isLast).blend(0, isExact).blend(0, isNarrow).intoArray(state, ACTIVE + lane);
    }
}
