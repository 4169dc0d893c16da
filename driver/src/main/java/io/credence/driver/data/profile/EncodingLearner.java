package io.credence.driver.data.profile;

import io.credence.driver.UserException;
import io.credence.driver.config.Scaling;
import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.exact.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Derives the encoding of the features from a {@link DataProfile}.
 *
 * <ul>
 *   <li>Numbers are standardised. A constant column keeps scale 1, so it is always encoded as 0, with a warning.
 *   <li>Text is one-hot encoded. A column with too many categories becomes an index into a table of learned
 *       embeddings. Categories with fewer than {@value #MIN_EMBEDDING_ROWS} training rows share the embedding of
 *       unknown categories, so that it is trained too.
 *   <li>A column without a value in any training row is left out, with a warning.
 *   <li>A column of numbers that numbers the rows, in any order, is left out with a warning, unless the user listed the
 *       features or there is no other.
 *   <li>A text column that looks like an identifier is left out with a warning, unless the user listed the features.
 *       Such a column has more than {@value #IDENTIFIER_CATEGORIES} categories with fewer than two rows each on
 *       average, or too many categories to count.
 *   <li>Infinite numbers, vectors of different lengths and vectors with missing elements are errors.
 * </ul>
 */
public final class EncodingLearner {
    private static final int IDENTIFIER_CATEGORIES = 100;

    /** The minimum number of rows for a category to get its own embedding. */
    private static final int MIN_EMBEDDING_ROWS = 5;

    /**
     * The maximum width of an encoded row: each input costs statistics in every task and weights in the first layer.
     */
    static final int MAX_WIDTH = 16_384;

    private final String source;
    private final Scaling scaling;
    private final int oneHotCategories;
    private final boolean chosenByName;
    private final List<String> warnings = new ArrayList<>();
    private final List<ColumnSummary> summaries = new ArrayList<>();

    /**
     * @param source the name of the rows in messages
     * @param oneHotCategories the maximum number of categories of a one-hot column
     * @param chosenByName whether the user listed the features
     */
    public EncodingLearner(String source, Scaling scaling, int oneHotCategories, boolean chosenByName) {
        this.source = source;
        this.scaling = scaling;
        this.oneHotCategories = oneHotCategories;
        this.chosenByName = chosenByName;
    }

    /**
     * Returns the encoded features.
     *
     * @throws UserException if a column cannot be encoded, or all features together are too wide
     */
    public List<FeatureColumn> learn(DataProfile profile) {
        List<FeatureColumn> features = new ArrayList<>();
        for (ColumnProfile column : profile.features()) {
            requireUsable(column);
            Optional<FeatureColumn> feature = column.missing() == profile.rows(Split.TRAIN)
                    ? leftOut(column, "has no value in any training row and is left out")
                    : learn(
                            column,
                            profile.rows(Split.TRAIN),
                            profile.features().size() == 1);
            feature.ifPresent(features::add);
            summaries.add(summary(column, feature));
        }
        requireWidth(features);
        // The sort is stable, so all other columns keep the user's order.
        features.sort(Comparator.comparing(FeatureColumn.Indexed.class::isInstance));
        return features;
    }

    /** Returns the warnings for the user; complete after {@link #learn}. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns summaries of the columns in the order of the profile; complete after {@link #learn}. */
    public List<ColumnSummary> summaries() {
        return summaries;
    }

    private void requireUsable(ColumnProfile column) {
        RowDefect invalid = column.invalid();
        if (invalid.rows() > 0) {
            throw new UserException(invalid.rows() + " rows of " + source + " cannot be used: " + invalid.example());
        }
    }

    private Optional<FeatureColumn> learn(ColumnProfile column, long rows, boolean isOnly) {
        if (column instanceof NumberProfile number) {
            return numeric(number, isOnly);
        }
        if (column instanceof TextProfile text) {
            return text.tooMany() ? tooManyCategories(text) : categorical(text, rows - text.missing());
        }
        return Optional.of(vector((VectorProfile) column));
    }

    private Optional<FeatureColumn> numeric(NumberProfile column, boolean isOnly) {
        Moments training = column.training();
        if (column.countsRows()) {
            String found = "numbers the rows: it looks like an index, from which nothing can be learnt";
            if (!chosenByName && !isOnly) {
                return leftOut(column, found + ", and is left out; to learn from it, list it in data.features");
            }
            warn(column, found);
        }
        if (training.minimum() == training.maximum()) {
            warn(
                    column,
                    "is " + SparkCells.plain(training.minimum())
                            + " in every training row: nothing can be learnt from it");
        }
        return Optional.of(
                new FeatureColumn.Numeric(column.name(), mean(training), scale(training), column.missing() > 0));
    }

    private double mean(Moments training) {
        return scaling == Scaling.NONE ? 0 : training.mean();
    }

    private double scale(Moments training) {
        double standardDeviation = training.standardDeviation();
        return scaling == Scaling.NONE || !(standardDeviation > 0) ? 1 : standardDeviation;
    }

    private Optional<FeatureColumn> categorical(TextProfile column, long present) {
        List<String> categories = column.categories();
        int count = categories.size();
        warnIfMostlyNumbers(column);
        if (count > IDENTIFIER_CATEGORIES && 2L * count > present) {
            String found = "is text with " + count + " different values in " + present
                    + " training rows: it looks like an identifier";
            if (!chosenByName) {
                return leftOut(column, found + " and is left out");
            }
            warn(column, found);
        }
        if (count == 1 && column.missing() == 0) {
            warn(column, "is \"" + categories.get(0) + "\" in every training row: nothing can be learnt from it");
        }
        boolean missing = column.missing() > 0;
        return Optional.of(
                count > oneHotCategories
                        ? new FeatureColumn.Indexed(column.name(), frequentCategories(column, present), missing)
                        : new FeatureColumn.Categorical(column.name(), categories, missing));
    }

    private List<String> frequentCategories(TextProfile column, long present) {
        List<String> frequent = column.withRows(MIN_EMBEDDING_ROWS);
        long others = present - column.rows(frequent);
        if (others > 0) {
            warn(
                    column,
                    "has " + (column.categories().size() - frequent.size()) + " categories with fewer than "
                            + MIN_EMBEDDING_ROWS + " training rows (" + others + " of " + present
                            + " rows); they share one embedding with unknown categories");
        }
        return frequent;
    }

    private void warnIfMostlyNumbers(TextProfile column) {
        column.numbers().finding().ifPresent(finding -> warn(column, finding));
    }

    private Optional<FeatureColumn> tooManyCategories(TextProfile column) {
        warnIfMostlyNumbers(column);
        String found = "is text with more than " + CategoryCounts.LIMIT + " different values";
        if (chosenByName) {
            throw new UserException("the feature " + column.name() + " of " + source + " " + found
                    + "; a text column may have at most that many: remove it from data.features or group its values");
        }
        return leftOut(column, found + " and is left out");
    }

    private FeatureColumn vector(VectorProfile column) {
        if (column.lengths().size() > 1) {
            throw new UserException("the feature " + column.name() + " of " + source + " has vectors of the lengths "
                    + column.lengths() + "; all must have the same length");
        }
        requireWidth(column.lengths().first());
        if (column.missing() > 0) {
            throw new UserException("the feature " + column.name() + " of " + source + " is missing in "
                    + column.missing() + " training rows; a vector must be present in every row: remove those rows");
        }
        Moments[] training = column.training();
        return new FeatureColumn.Vector(
                column.name(),
                Arrays.stream(training).mapToDouble(this::mean).toArray(),
                Arrays.stream(training).mapToDouble(this::scale).toArray());
    }

    private void requireWidth(List<FeatureColumn> features) {
        if (features.isEmpty()) {
            throw new UserException(source + " has no usable feature. " + String.join(". ", warnings));
        }
        requireWidth(features.stream().mapToLong(FeatureColumn::width).sum());
    }

    private void requireWidth(long width) {
        if (width > MAX_WIDTH) {
            throw new UserException("the features of " + source + " are encoded as " + width
                    + " inputs of the network; it can have at most " + MAX_WIDTH
                    + ": select fewer with data.features");
        }
    }

    private Optional<FeatureColumn> leftOut(ColumnProfile column, String why) {
        warn(column, why);
        return Optional.empty();
    }

    private void warn(ColumnProfile column, String what) {
        warnings.add("the feature " + column.name() + " of " + source + " " + what);
    }

    private static ColumnSummary summary(ColumnProfile column, Optional<FeatureColumn> feature) {
        int width = feature.map(FeatureColumn::width).orElse(0);
        if (column instanceof NumberProfile number && number.training().count() > 0) {
            return ColumnSummary.ofNumbers(column.name(), "number", width, column.missing(), number.training());
        }
        if (column instanceof TextProfile text) {
            Integer distinct = text.tooMany() ? null : text.categories().size();
            return ColumnSummary.ofTexts(column.name(), "text", width, column.missing(), distinct);
        }
        return ColumnSummary.ofTexts(
                column.name(), column instanceof VectorProfile ? "vector" : "number", width, column.missing(), null);
    }
}
