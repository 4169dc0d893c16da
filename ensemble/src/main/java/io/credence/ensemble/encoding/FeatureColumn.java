package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** How one feature column is encoded. */
public sealed interface FeatureColumn extends Serializable {
    /** The column's name in the user's data. */
    String name();

    /** How many numbers it becomes. */
    int width();

    /**
     * A number becomes (x - mean) / scale. A missing one (null or NaN) becomes 0, which is the mean of a standardised column; where
     * the training rows had missing values a second number says 1 for missing and 0 for present.
     *
     * @param mean of the training rows; 0 for a column that is not scaled
     * @param scale their standard deviation; 1 for a column that is constant or not scaled
     */
    record Numeric(String name, double mean, double scale, boolean missingIndicator) implements FeatureColumn {
        /** @throws IllegalArgumentException if the mean is not finite or the scale not finite and positive */
        public Numeric {
            Scales.require(name, mean, scale);
        }

        @Override
        public int width() {
            return missingIndicator ? 2 : 1;
        }
    }

    /**
     * A text becomes one number a category, 1 for its own and 0 for the others. A text that is not among the categories becomes all
     * zeros; so does a missing value, unless the training rows had missing values, which then are a category, the last one.
     *
     * @param categories sorted; the most frequent ones of the training rows if there were too many
     */
    record Categorical(String name, List<String> categories, boolean missingCategory) implements FeatureColumn {
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return categories.size() + (missingCategory ? 1 : 0);
        }
    }

    /**
     * A text becomes one number, the place of its category, by which the network looks up a vector that it trains. 0 is the place of all texts
     * that are not among the categories. A missing value has that place too, unless the training rows had missing values, which then are a
     * category, the last one.
     *
     * @param categories sorted; their places are 1, 2, and so on
     */
    record Indexed(String name, List<String> categories, boolean missingCategory) implements FeatureColumn {
        public Indexed {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return 1;
        }

        /** The number of different values of an encoded cell. */
        public int places() {
            return 1 + categories.size() + (missingCategory ? 1 : 0);
        }
    }

    /**
     * A vector or an array of numbers, every element scaled as a number is. Missing elements are refused.
     *
     * @param means one an element
     * @param scales one an element
     */
    record Vector(String name, double[] means, double[] scales) implements FeatureColumn {
        /** @throws IllegalArgumentException if the lengths differ, or as for {@link Numeric} */
        public Vector {
            if (means.length != scales.length) {
                throw new IllegalArgumentException("the vector " + name + " has " + means.length + " means and "
                        + scales.length + " scales; it must have as many of both");
            }
            for (int i = 0; i < means.length; i++) {
                Scales.require(name, means[i], scales[i]);
            }
        }

        @Override
        public int width() {
            return means.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Vector vector
                    && name.equals(vector.name)
                    && Arrays.equals(means, vector.means)
                    && Arrays.equals(scales, vector.scales);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * name.hashCode() + Arrays.hashCode(means)) + Arrays.hashCode(scales);
        }
    }
}
