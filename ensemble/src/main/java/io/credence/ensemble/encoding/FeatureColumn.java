package io.credence.ensemble.encoding;

import io.credence.kernels.operation.MarkMissing;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** The encoding of one feature column. */
public sealed interface FeatureColumn extends Serializable {
    /** Returns the column's name in the user's data. */
    String name();

    /** Returns the number of encoded values. */
    int width();

    /**
     * A number. A missing value (null or NaN) is encoded as NaN if the network has learned a representation of it, and
     * otherwise as 0, which is the centre of the column.
     *
     * @param scaling the function from the number to the encoded value
     * @param missing the representation of a missing value
     * @param range the range of the training rows; null if it is unknown
     */
    record Numeric(String name, NumberScaling scaling, MissingPlace missing, NumberRange range)
            implements FeatureColumn {
        /**
         * A standardised number of unknown range.
         *
         * @param missingIndicator whether the network learns a representation of missing values
         * @throws IllegalArgumentException if the mean is not finite, or the scale is not finite and positive
         */
        public Numeric(String name, double mean, double scale, boolean missingIndicator) {
            this(
                    name,
                    new NumberScaling.Standard(mean, scale),
                    missingIndicator ? MissingPlace.COMMON : MissingPlace.NONE,
                    null);
        }

        @Override
        public int width() {
            return 1;
        }
    }

    /**
     * A string, one-hot encoded: 1 for its own category and 0 for the others. Missing values form the category after
     * the last one, if the training rows had any; otherwise they are unknown. An unknown string has the last value,
     * which is then {@link MarkMissing#MARK}, if the network has learned a representation of it, and is all zeros
     * otherwise.
     *
     * @param categories the categories, sorted
     * @param missingCategory whether missing values form a category
     * @param unknownPlace whether unknown strings have a value of their own, whose weights training learns by hiding
     *     categories
     */
    record Categorical(String name, List<String> categories, boolean missingCategory, boolean unknownPlace)
            implements FeatureColumn {
        public Categorical {
            categories = List.copyOf(categories);
        }

        /** A column whose unknown strings are all zeros. */
        public Categorical(String name, List<String> categories, boolean missingCategory) {
            this(name, categories, missingCategory, false);
        }

        @Override
        public int width() {
            return categories.size() + (missingCategory ? 1 : 0) + (unknownPlace ? 1 : 0);
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
     * A date or timestamp, encoded as its position on the time line, then for each part of the calendar the sine and
     * cosine of the position in it. If the network has learned a representation of a missing value, a mark precedes
     * these values, which is {@link MarkMissing#MARK} for missing and 0 for present; all other values of a missing one
     * are 0.
     *
     * @param timeZone the zone whose clock and calendar apply to timestamps that are instants, such as {@code UTC}
     * @param position the scaling of the days since 1970-01-01 on that clock
     * @param parts the parts of the calendar that vary in the training rows
     * @param missing the representation of a missing value
     * @param range the range of the training rows in days since 1970-01-01
     */
    record Temporal(
            String name,
            String timeZone,
            NumberScaling position,
            List<CalendarPart> parts,
            MissingPlace missing,
            NumberRange range)
            implements FeatureColumn {
        /** @throws IllegalArgumentException if there is no such time zone */
        public Temporal {
            parts = List.copyOf(parts);
            try {
                ZoneId.of(timeZone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "the time zone of the column " + name + " is " + timeZone + "; it must be one such as UTC", e);
            }
        }

        @Override
        public int width() {
            return (missing.isLearned() ? 1 : 0) + 1 + 2 * parts.size();
        }
    }

    /**
     * A vector or an array of numbers, whose elements are scaled like numbers. Missing elements are rejected.
     *
     * @param scalings one scaling for each element
     */
    record Vector(String name, List<NumberScaling> scalings) implements FeatureColumn {
        public Vector {
            scalings = List.copyOf(scalings);
        }

        @Override
        public int width() {
            return scalings.size();
        }
    }
}
