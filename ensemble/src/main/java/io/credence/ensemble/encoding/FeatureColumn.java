package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The encoding of one feature column. */
public sealed interface FeatureColumn extends Serializable {
    /** Returns the column's name in the user's data. */
    String name();

    /** Returns the number of encoded values. */
    int width();

    /**
     * A number, encoded as (x - mean) / scale. A missing value (null or NaN) becomes 0, which is the mean of a
     * standardised column. If the training rows had missing values, a second value is 1 for missing and 0 for present.
     *
     * @param mean the mean of the training rows; 0 for a column that is not scaled
     * @param scale their standard deviation; 1 for a column that is constant or not scaled
     * @param missingIndicator whether the second value exists
     */
    record Numeric(String name, double mean, double scale, boolean missingIndicator) implements FeatureColumn {
        /** @throws IllegalArgumentException if the mean is not finite, or the scale is not finite and positive */
        public Numeric {
            Scales.require(name, mean, scale);
        }

        @Override
        public int width() {
            return missingIndicator ? 2 : 1;
        }
    }

    /**
     * A string, one-hot encoded: 1 for its own category and 0 for the others. An unknown string becomes all zeros. So
     * does a missing value, unless the training rows had missing values, which then form the last category.
     *
     * @param categories the categories, sorted; if there were too many, only the most frequent in the training rows
     * @param missingCategory whether missing values form a category
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
     * A string, encoded as the index of its category, by which the network looks up a learned embedding. Unknown
     * strings have index 0. So do missing values, unless the training rows had missing values, which then form the
     * last category.
     *
     * @param categories the categories, sorted; their indices are 1, 2, and so on
     * @param missingCategory whether missing values form a category
     */
    record Indexed(String name, List<String> categories, boolean missingCategory) implements FeatureColumn {
        public Indexed {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return 1;
        }

        /** Returns the number of distinct indices. */
        public int places() {
            return 1 + categories.size() + (missingCategory ? 1 : 0);
        }
    }

    /**
     * A vector or an array of numbers, whose elements are scaled like numbers. Missing elements are rejected.
     *
     * @param means one mean for each element
     * @param scales one scale for each element
     */
    record Vector(String name, double[] means, double[] scales) implements FeatureColumn {
        /**
         * @throws IllegalArgumentException if the lengths differ, a mean is not finite, or a scale is not finite and
         *     positive
         */
        public Vector {
            if (means.length != scales.length) {
                throw new IllegalArgumentException("the vector " + name + " has " + means.length + " means and "
                        + scales.length + " scales; the numbers must be equal");
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
