package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A monotonic function from the numbers of a column to the inputs of a network. Its parameters are learnt from the
 * training rows.
 */
public sealed interface NumberScaling extends Serializable {
    /** Returns the scaled number, which is 0 at the centre of the column. */
    double scaled(double value);

    /** Returns the number that is scaled to this value, or the nearest one if there is none. */
    double unscaled(double scaled);

    /**
     * (x - mean) / scale.
     *
     * @param mean the mean of the training rows; 0 for a column that is not scaled
     * @param scale their standard deviation; 1 for a column that is constant or not scaled
     */
    record Standard(double mean, double scale) implements NumberScaling {
        /** @throws IllegalArgumentException if the mean is not finite, or the scale is not finite and positive */
        public Standard {
            requireScale(mean, scale);
        }

        @Override
        public double scaled(double value) {
            return (value - mean) / scale;
        }

        @Override
        public double unscaled(double scaled) {
            return mean + scale * scaled;
        }
    }

    /**
     * z = (x - median) / scale, then z / sqrt(1 + (z / 3)^2), which is nearly z within 1 and never exceeds 3. A
     * few extreme numbers therefore neither determine the scale nor dominate the network's inputs.
     *
     * @param median the median of the training rows
     * @param scale the interquartile range of the training rows; a wider range if that is 0
     */
    record Robust(double median, double scale) implements NumberScaling {
        private static final double LIMIT = 3;

        /** @throws IllegalArgumentException if the median is not finite, or the scale is not finite and positive */
        public Robust {
            requireScale(median, scale);
        }

        @Override
        public double scaled(double value) {
            double z = (value - median) / scale;
            // Dividing by z first keeps the square within the range of a double.
            return Math.abs(z) > 1
                    ? Math.signum(z) / Math.sqrt(1 / (z * z) + 1 / (LIMIT * LIMIT))
                    : z / Math.sqrt(1 + z * z / (LIMIT * LIMIT));
        }

        @Override
        public double unscaled(double scaled) {
            double ratio = Math.min(Math.abs(scaled) / LIMIT, Math.nextDown(1.0));
            return median + scale * Math.signum(scaled) * LIMIT * ratio / Math.sqrt(1 - ratio * ratio);
        }
    }

    /**
     * The normal distribution's quantile of x's rank among the training rows: piecewise linear between quantiles of
     * both. Beyond the outermost, it continues at the mean slope from the median to there, so that a network sees how
     * far away a number is. From twice as far from the median, it continues as a logarithm, so that one wild number
     * does not swamp all others.
     *
     * @param values quantiles of the training rows, strictly ascending, at least two
     * @param normals the values that they are scaled to, strictly ascending, one for each, on both sides of 0
     */
    record Quantile(double[] values, double[] normals) implements NumberScaling {
        /** @throws IllegalArgumentException if there are too few quantiles, they do not ascend, or 0 is not between */
        public Quantile {
            values = values.clone();
            normals = normals.clone();
            requireAscending(values);
            requireAscending(normals);
            if (values.length != normals.length || values.length < 2) {
                throw new IllegalArgumentException("there are " + values.length + " quantiles for " + normals.length
                        + " normal ones; the numbers must be equal and at least 2");
            }
            if (!(normals[0] < 0 && normals[normals.length - 1] > 0)) {
                throw new IllegalArgumentException("the normal quantiles are from " + normals[0] + " to "
                        + normals[normals.length - 1] + "; they must be on both sides of 0");
            }
        }

        @Override
        public double scaled(double value) {
            int end = endBefore(values, value);
            return end < 0
                    ? interpolated(values, normals, value)
                    : normals[end] + normals[end] * damped((value - values[end]) / (values[end] - median()));
        }

        @Override
        public double unscaled(double scaled) {
            int end = endBefore(normals, scaled);
            return end < 0
                    ? interpolated(normals, values, scaled)
                    : values[end] + (values[end] - median()) * grown((scaled - normals[end]) / normals[end]);
        }

        private double median() {
            return interpolated(normals, values, 0);
        }

        /** Returns the index of the outermost number that a number is beyond, or -1 if it is between them. */
        private static int endBefore(double[] ascending, double at) {
            int last = ascending.length - 1;
            return at < ascending[0] ? 0 : at > ascending[last] ? last : -1;
        }

        /** Returns x up to 1, and 1 + log x beyond, which is continuous with its derivative. */
        private static double damped(double x) {
            return x > 1 ? 1 + Math.log(x) : x;
        }

        /** Returns the number that is {@link #damped} to x. */
        private static double grown(double x) {
            return x > 1 ? Math.exp(x - 1) : x;
        }

        /** @param at a number between the first and the last */
        private static double interpolated(double[] from, double[] to, double at) {
            int found = Arrays.binarySearch(from, at);
            if (found >= 0) {
                return to[found];
            }
            int above = -found - 1;
            double fraction = (at - from[above - 1]) / (from[above] - from[above - 1]);
            return to[above - 1] + fraction * (to[above] - to[above - 1]);
        }

        private static void requireAscending(double[] numbers) {
            for (int i = 0; i < numbers.length; i++) {
                if (!Double.isFinite(numbers[i]) || i > 0 && numbers[i] <= numbers[i - 1]) {
                    throw new IllegalArgumentException("the quantile " + i + " is " + numbers[i]
                            + "; it must be finite and above the one before it");
                }
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Quantile quantile
                    && Arrays.equals(values, quantile.values)
                    && Arrays.equals(normals, quantile.normals);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(values) + Arrays.hashCode(normals);
        }
    }

    /** @throws IllegalArgumentException if the centre is not finite, or the scale is not finite and positive */
    static void requireScale(double centre, double scale) {
        if (!Double.isFinite(centre) || !Double.isFinite(scale) || scale <= 0) {
            throw new IllegalArgumentException("the centre is " + centre + " and the scale " + scale
                    + "; both must be finite and the scale above 0");
        }
    }
}
