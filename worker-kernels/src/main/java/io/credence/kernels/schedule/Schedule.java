package io.credence.kernels.schedule;

import io.credence.kernels.IntegerPowers;
import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * The course of the learning rate over training, selected by name: a linear warm-up (Goyal et al. 2017), then a decay.
 * A component left out (null) takes its default. A span of steps is a fraction of all steps if below 1, otherwise a
 * number of steps.
 */
public sealed interface Schedule extends Serializable {
    /** Returns the word that selects this schedule in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** Returns the span over which the learning rate rises linearly from near 0, at least 0. */
    Double warmup();

    /**
     * Returns the factor of the learning rate in one step after the warm-up.
     *
     * @param done fraction of the steps after the warm-up that are done, at least 0 and below 1
     * @param step number of steps after the warm-up that are done
     * @param total total number of training steps
     */
    double decay(double done, long step, long total);

    /**
     * Returns the factor of the optimiser's learning rate in one step.
     *
     * @param step the step, from 0 to {@code total - 1}
     * @param total total number of training steps, at least 1
     */
    default double factor(long step, long total) {
        long warm = Math.min(steps(warmup(), total), total);
        if (step < warm) {
            return (step + 1.0) / warm;
        }
        return decay((double) (step - warm) / Math.max(1, total - warm), step - warm, total);
    }

    /** Converts a span to a number of steps: a fraction of {@code total} if below 1, otherwise unchanged. */
    static long steps(double span, long total) {
        return Math.round(span < 1 ? span * total : span);
    }

    /**
     * The full learning rate after the warm-up.
     *
     * @param warmup span of the warm-up; default 0
     */
    record Constant(Double warmup) implements Schedule {
        /** @throws io.credence.kernels.InvalidSettingException if a setting is out of range */
        public Constant {
            warmup = Range.atLeast(0).valueOr("warmup", warmup, 0.0);
        }

        @Override
        public double decay(double done, long step, long total) {
            return 1;
        }
    }

    /**
     * A learning rate that falls by a factor at regular intervals (as in He et al. 2016).
     *
     * @param warmup span of the warm-up; default 0
     * @param every span between two falls, above 0; default 0.3
     * @param factor fraction of the rate that remains after each fall, above 0 and at most 1; default 0.1
     */
    record Step(Double warmup, Double every, Double factor) implements Schedule {
        /** @throws io.credence.kernels.InvalidSettingException if a setting is out of range */
        public Step {
            warmup = Range.atLeast(0).valueOr("warmup", warmup, 0.0);
            every = Range.above(0).valueOr("every", every, 0.3);
            factor = new Range(0, false, 1, true).valueOr("factor", factor, 0.1);
        }

        @Override
        public double decay(double done, long step, long total) {
            return IntegerPowers.power(factor, step / Math.max(1, Schedule.steps(every, total)));
        }
    }

    /**
     * Half a cosine from the full learning rate down to its final value (Loshchilov and Hutter 2017, without
     * restarts).
     *
     * @param warmup span of the warm-up; default 0.02, a fiftieth of all steps
     * @param end fraction of the learning rate that remains at the end, at least 0 and below 1; default 0
     */
    record Cosine(Double warmup, Double end) implements Schedule {
        /** @throws io.credence.kernels.InvalidSettingException if a setting is out of range */
        public Cosine {
            warmup = Range.atLeast(0).valueOr("warmup", warmup, 0.02);
            end = Range.atLeast(0).below(1).valueOr("end", end, 0.0);
        }

        @Override
        public double decay(double done, long step, long total) {
            return end + (1 - end) * 0.5 * (1 + cosineOfHalfTurns(done));
        }

        /**
         * Returns cos(pi x) for x from 0 to 1. From Java 21 on, StrictMath allocates for angles beyond pi / 4, so
         * larger ones are reduced first.
         */
        private static double cosineOfHalfTurns(double x) {
            if (x < 0.25) {
                return StrictMath.cos(StrictMath.PI * x);
            }
            return x > 0.75 ? -StrictMath.cos(StrictMath.PI * (1 - x)) : StrictMath.sin(StrictMath.PI * (0.5 - x));
        }
    }

    /**
     * A straight line from the full learning rate down to its final value.
     *
     * @param warmup span of the warm-up; default 0
     * @param end fraction of the learning rate that remains at the end, at least 0 and below 1; default 0
     */
    record Linear(Double warmup, Double end) implements Schedule {
        /** @throws io.credence.kernels.InvalidSettingException if a setting is out of range */
        public Linear {
            warmup = Range.atLeast(0).valueOr("warmup", warmup, 0.0);
            end = Range.atLeast(0).below(1).valueOr("end", end, 0.0);
        }

        @Override
        public double decay(double done, long step, long total) {
            return 1 - (1 - end) * done;
        }
    }
}
