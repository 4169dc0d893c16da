package io.credence.kernels.simd.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.simd.Matrices;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Optimiser updates compared with their published rules in double precision. */
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

    private static final float[] EXTREMES = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f, -1e30f
    };

    private boolean wild;
    private float[] w;
    private float[] g;
    private float[] m;
    private float[] v;
    private float[] h;

    @Property(tries = 60)
    void update_ofAnyRange_followsItsRuleAndTouchesNothingElse(
            @ForAll @IntRange(max = 20) int from,
            @ForAll @IntRange(max = 60) int length,
            @ForAll boolean wild,
            @ForAll long seed) {
        this.wild = wild;
        int to = from + length;
        fill(seed, to + 5);
        Updates.sgd(w, g, from, to, STEP);
        check(seed, from, to, (x, d, m, v, h) -> new double[] {shrunk(x) - RATE * d, m, v, h});

        fill(seed, to + 5);
        Updates.momentum(w, g, m, from, to, BETA1, false, STEP);
        check(seed, from, to, (x, d, m, v, h) -> {
            double velocity = BETA1 * m + d;
            return new double[] {shrunk(x) - RATE * velocity, velocity, v, h};
        });

        fill(seed, to + 5);
        Updates.momentum(w, g, m, from, to, BETA1, true, STEP);
        check(seed, from, to, (x, d, m, v, h) -> {
            double velocity = BETA1 * m + d;
            return new double[] {shrunk(x) - RATE * (d + BETA1 * velocity), velocity, v, h};
        });

        fill(seed, to + 5);
        Updates.adam(w, g, m, v, from, to, ADAM, STEP);
        check(seed, from, to, (x, d, m, v, h) -> {
            double second = second(v, d);
            return new double[] {adam(x, first(m, d), second), first(m, d), second, h};
        });

        fill(seed, to + 5);
        Updates.amsgrad(w, g, m, v, h, from, to, ADAM, STEP);
        check(seed, from, to, (x, d, m, v, h) -> {
            double highest = Math.max(h, second(v, d));
            return new double[] {adam(x, first(m, d), highest), first(m, d), second(v, d), highest};
        });
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
        Updates.average(w, g, from, to, RATE);
        float[] averages = w;
        fill(seed, averages.length);
        compare("average", averages, w, from, to, i -> w[i] + RATE * ((double) g[i] - w[i]));
    }

    /**
     * Computes the new [w, m, v, h]: parameter, moments and highest second moment. The gradient is already scaled and
     * includes the L2 term.
     */
    @FunctionalInterface
    private interface Rule {
        double[] next(double parameter, double gradient, double first, double second, double highest);
    }

    private static double shrunk(double x) {
        return x * (1 - RATE * DECAY);
    }

    private static double adam(double x, double first, double second) {
        return shrunk(x) - RATE * (first / 0.3) / (Math.sqrt(second / 0.05) + EPSILON);
    }

    private static double first(double moment, double gradient) {
        return BETA1 * moment + (1 - BETA1) * gradient;
    }

    /** Returns the second moment as it is stored: the square of a huge gradient is infinite. */
    private static double second(double moment, double gradient) {
        return (float) (BETA2 * moment + (1 - BETA2) * gradient * gradient);
    }

    private void check(long seed, int from, int to, Rule rule) {
        float[][] updated = {w, m, v, h};
        float[] gradient = g;
        fill(seed, w.length);
        assertThat(gradient).isEqualTo(g);
        float[][] old = {w, m, v, h};
        String[] names = {"parameter", "first moment", "second moment", "highest second moment"};
        for (int k = 0; k < old.length; k++) {
            int what = k;
            compare(names[k], updated[k], old[k], from, to, i -> rule.next(
                            w[i], (double) g[i] * SCALE + w[i] * L2, m[i], v[i], h[i])[what]);
        }
    }

    private static void compare(
            String what, float[] updated, float[] old, int from, int to, IntToDoubleFunction definition) {
        for (int i = 0; i < updated.length; i++) {
            boolean inside = i >= from && i < to;
            float expected = inside ? (float) definition.applyAsDouble(i) : old[i];
            Matrices.assertClose(what + " " + i, updated[i], expected, inside ? 1e-5 : 0);
        }
    }

    private void fill(long seed, int length) {
        Random random = new Random(seed);
        w = gaussian(random, length);
        g = gaussian(random, length);
        m = gaussian(random, length);
        v = squares(random, length);
        h = squares(random, length);
    }

    private float[] gaussian(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            boolean extreme = wild && random.nextInt(20) == 0;
            values[i] = extreme ? EXTREMES[random.nextInt(EXTREMES.length)] : (float) random.nextGaussian();
        }
        return values;
    }

    /** Returns values that are not negative, as means of squares are. */
    private float[] squares(Random random, int length) {
        float[] values = gaussian(random, length);
        for (int i = 0; i < length; i++) {
            values[i] = 0.1f + Math.abs(values[i]);
        }
        return values;
    }
}
