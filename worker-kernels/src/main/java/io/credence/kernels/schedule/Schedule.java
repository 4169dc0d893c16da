package io.credence.kernels.schedule;

import io.credence.kernels.IntegerPowers;
import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import java.io.Serializable;

/**
 * How the learning rate changes over training, chosen by name (requirement D3): a linear warm-up (Goyal et al. 2017), then a decay. A component left out
 * (null) takes its default. A span of steps is a share of all steps if below 1 and a number of steps otherwise.
 */
public sealed interface Schedule extends Serializable {
    /** Returns the word that selects this schedule in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** The span over which the learning rate rises linearly from near 0, at least 0. */
    Double warmup();

    /**
     * The decay after warm-up.
     *
     * @param done share of the steps after warm-up that are done, at least 0 and below 1
     * @param step steps after warm-up that are done
     * @param total all steps of the training
     * @return the share of the optimiser's learning rate that holds
     */
    double decay(double done, long step, long total);

    /**
     * The share of the optimiser's learning rate that holds in one step.
     *
     * @param step the step, from 0 to {@code total - 1}
     * @param total all steps of the training, at least 1
     */
    default double factor(long step, long total) {
        long warm = Math.min(steps(warmup(), total), total);
        if (step < warm) {
            return (step + 1.0) / warm;
        }
        return decay((double) (step - warm) / Math.max(1, total - warm), step - warm, total);
    }

    /** A span in steps: a share of {@code total} if below 1, a number of steps otherwise. */
    static long steps(double span, long total) {
        return Math.round(span < 1 ? span * total : span);
    }

    /**
     * The full learning rate throughout.
     *
     * @param warmup span of the warm-up; default 0
     */
    record Constant(Double warmup) implements Schedule {
        public Constant {
            warmup = Range.atLeast(0).valueOr("warmup", warmup, 0.0);
        }

        @Override
        public double decay(double done, long step, long total) {
            return 1;
        }
    }

    /**
     * The learning rate falls by a factor at regular intervals (as in He et al. 2016).
     *
     * @param warmup span of the warm-up; default 0
     * @param every span between falls, above 0; default 0.3
     * @param factor what remains after each, above 0 and at most 1; default 0.1
     */
    record Step(Double warmup, Double every, Double factor) implements Schedule {
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
     * Half a cosine from the full learning rate down to its end (Loshchilov and Hutter 2017, without restarts).
     *
     * @param warmup span of the warm-up; default 0.02, a fiftieth of all steps
     * @param end share of the learning rate that is left at the end, at least 0 and below 1; default 0
     */
    record Cosine(Double warmup, Double end) implements Schedule {
        public Cosine {
            warmup = Range.atLeast(0).valueOr("warmup", warmup, 0.02);
            end = Range.atLeast(0).below(1).valueOr("end", end, 0.0);
        }

        @Override
        public double decay(double done, long step, long total) {
            return end + (1 - end) * 0.5 * (1 + cosineOfHalfTurns(done));
        }

        /** The cosine of pi times a number from 0 to 1. StrictMath of Java 21 and later allocates for angles beyond pi / 4, so it sees none. */
        private static double cosineOfHalfTurns(double x) {
            if (x < 0.25) {
                return StrictMath.cos(StrictMath.PI * x);
            }
            return x > 0.75 ? -StrictMath.cos(StrictMath.PI * (1 - x)) : StrictMath.sin(StrictMath.PI * (0.5 - x));
        }
    }

    /**
     * A straight line from the full learning rate down to its end.
     *
     * @param warmup span of the warm-up; default 0
     * @param end share of the learning rate that is left at the end, at least 0 and below 1; default 0
     */
    record Linear(Double warmup, Double end) implements Schedule {
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
