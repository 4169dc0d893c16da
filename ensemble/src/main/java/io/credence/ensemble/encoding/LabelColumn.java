package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.List;

/** The encoding of the label column. */
public sealed interface LabelColumn extends Serializable {
    /** Returns the column's name in the user's data. */
    String name();

    /** A number, scaled so that the network learns on unit scale. Predictions are converted back. */
    sealed interface NumberColumn extends LabelColumn {
        /** Returns what is subtracted from a number, after its {@link LabelKind#transformed transformation}. */
        double mean();

        /** Returns what it is divided by then, above 0. */
        double scale();

        /** Returns the numbers that the label may be. */
        LabelKind kind();

        /** Returns the label that a target encodes. */
        double label(float target);
    }

    /**
     * A number, standardised.
     *
     * @param mean the mean of the training rows
     * @param scale their standard deviation
     */
    record Target(String name, double mean, double scale) implements NumberColumn {
        /** @throws IllegalArgumentException if the mean is not finite, or the scale is not finite and positive */
        public Target {
            NumberScaling.requireScale(mean, scale);
        }

        @Override
        public LabelKind kind() {
            return LabelKind.REAL;
        }

        @Override
        public double label(float target) {
            return mean + scale * target;
        }
    }

    /**
     * A positive number, encoded as its standardised logarithm.
     *
     * @param mean the mean of the training rows' logarithms
     * @param scale their standard deviation
     */
    record PositiveTarget(String name, double mean, double scale) implements NumberColumn {
        /** @throws IllegalArgumentException if the mean is not finite, or the scale is not finite and positive */
        public PositiveTarget {
            NumberScaling.requireScale(mean, scale);
        }

        @Override
        public LabelKind kind() {
            return LabelKind.POSITIVE;
        }

        @Override
        public double label(float target) {
            return Math.exp(mean + scale * target);
        }
    }

    /**
     * A count, encoded as a multiple of the mean count. Counts below a million are decoded exactly.
     *
     * @param scale the mean of the training rows
     */
    record CountTarget(String name, double scale) implements NumberColumn {
        /** @throws IllegalArgumentException if the scale is not finite and positive */
        public CountTarget {
            NumberScaling.requireScale(0, scale);
        }

        @Override
        public double mean() {
            return 0;
        }

        @Override
        public LabelKind kind() {
            return LabelKind.COUNT;
        }

        @Override
        public double label(float target) {
            return Math.rint(scale * target);
        }
    }

    /**
     * A class, encoded as its index in a list of labels.
     *
     * @param labels the labels: numbers in ascending order, or sorted strings
     */
    record Classes(String name, List<String> labels) implements LabelColumn {
        public Classes {
            labels = List.copyOf(labels);
        }
    }
}
