package io.credence.kernels.simd;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Optimiser updates against their published rules in double precision. */
class UpdatesTest {
    private static final float RATE = 0.1f;
    private static final float SCALE = 0.5f;
    private static final float L2 = 0.03f;
    private static final float DECAY = 0.2f;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.99f;
    private static final float EPSILON = 1e-3f;
    private static final Updates.Step STEP = new Updates.Step().set(RATE, SCALE, L2, DECAY);
    private static final Updates.Adam ADAM = new Updates.Adam().set(BETA1, BETA2, EPSILON, 0.3, 0.05);

    private static final float[] EXTREMES = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    private boolean wild;
    private float[] w;
    private float[] g;
    private float[] m;
    private float[] v;
    private float[] h;

    @Property(tries = 60)
    void update_ofAnyRange_isItsRuleAndTouchesNothingElse(
            @ForAll @IntRange(max = 20) int from,
            @ForAll @IntRange(max = 60) int length,
            @ForAll boolean wild,
            @ForAll long seed) {
        this.wild = wild;
        int to = from + length;
        fill(seed, to + 5);
        Updates.sgd(w, g, from, to, STEP);
        check(seed, from, to, (x, d, s) -> shrunk(x) - RATE * d);

        fill(seed, to + 5);
        Updates.momentum(w, g, m, from, to, BETA1, false, STEP);
        check(seed, from, to, (x, d, s) -> shrunk(x) - RATE * (BETA1 * s[0] + d));

        fill(seed, to + 5);
        Updates.momentum(w, g, m, from, to, BETA1, true, STEP);
        check(seed, from, to, (x, d, s) -> shrunk(x) - RATE * (d + BETA1 * (BETA1 * s[0] + d)));

        fill(seed, to + 5);
        Updates.adam(w, g, m, v, from, to, ADAM, STEP);
        check(seed, from, to, (x, d, s) -> adam(x, s[0] * BETA1 + (1 - BETA1) * d, s[1] * BETA2 + (1 - BETA2) * d * d));

        fill(seed, to + 5);
        Updates.amsgrad(w, g, m, v, h, from, to, ADAM, STEP);
        check(
                seed,
                from,
                to,
                (x, d, s) ->
                        adam(x, s[0] * BETA1 + (1 - BETA1) * d, Math.max(s[2], s[1] * BETA2 + (1 - BETA2) * d * d)));
    }

    @Property(tries = 30)
    void average_ofAnyRange_movesByItsRateAndTouchesNothingElse(
            @ForAll @IntRange(max = 20) int from,
            @ForAll @IntRange(max = 60) int length,
            @ForAll boolean wild,
            @ForAll long seed) {
        this.wild = wild;
        int to = from + length;
        fill(seed, to + 5);
        float[] old = w.clone();
        Updates.average(w, g, from, to, 0.1f);
        for (int i = 0; i < w.length; i++) {
            double expected = i < from || i >= to ? old[i] : 0.9 * old[i] + 0.1 * g[i];
            Matrices.assertClose("average " + i, w[i], expected, 1e-5);
        }
    }

    /** The new parameter from the old one, its gradient (scaled, with L2), and the state [m, v, largest v]. */
    @FunctionalInterface
    private interface Rule {
        double next(double parameter, double gradient, float[] state);
    }

    private static double shrunk(double x) {
        return x * (1 - RATE * DECAY);
    }

    private static double adam(double x, double first, double second) {
        return shrunk(x) - RATE * (first / 0.3) / (Math.sqrt(second / 0.05) + EPSILON);
    }

    private void check(long seed, int from, int to, Rule rule) {
        float[] updated = w;
        fill(seed, updated.length);
        for (int i = 0; i < updated.length; i++) {
            double gradient = g[i] * SCALE + w[i] * L2;
            double expected = i < from || i >= to ? w[i] : rule.next(w[i], gradient, new float[] {m[i], v[i], h[i]});
            Matrices.assertClose("parameter " + i, updated[i], expected, 1e-5);
        }
    }

    private void fill(long seed, int length) {
        Random random = new Random(seed);
        w = new float[length];
        g = new float[length];
        m = new float[length];
        v = new float[length];
        h = new float[length];
        for (int i = 0; i < length; i++) {
            w[i] = (float) random.nextGaussian();
            boolean extreme = wild && random.nextInt(20) == 0;
            g[i] = extreme ? EXTREMES[random.nextInt(EXTREMES.length)] : (float) random.nextGaussian();
            m[i] = (float) random.nextGaussian();
            v[i] = 0.1f + random.nextFloat();
            h[i] = 0.1f + random.nextFloat();
        }
    }
}
