package io.credence.ensemble.encoding;

import java.util.List;

/** How one feature column is encoded. */
public sealed interface FeatureColumn {
    /** The column's name in the user's data. */
    String name();

    /** How many numbers it becomes. */
    int width();

    /**
     * A number becomes (x - mean) / scale. A missing one becomes the mean, that is 0; where the training rows had missing
     * values a second number says 1 for missing and 0 for present.
     */
    record Numeric(String name, double mean, double scale, boolean missingIndicator) implements FeatureColumn {
        @Override
        public int width() {
            return missingIndicator ? 2 : 1;
        }
    }

    /**
     * A string becomes one number a category, 1 for its own and 0 for the others. A category that the training rows did not
     * have becomes all zeros; so does a missing value, unless the training rows had missing values, which then are a category.
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

    /** A vector or an array of numbers, every element scaled as a number is. Missing elements are refused. */
    record Vector(String name, double[] means, double[] scales) implements FeatureColumn {
        @Override
        public int width() {
            return means.length;
        }
    }
}
