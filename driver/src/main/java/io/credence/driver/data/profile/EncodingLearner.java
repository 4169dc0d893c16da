package io.credence.driver.data.profile;

import io.credence.driver.UserException;
import io.credence.driver.config.Scaling;
import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.scaling.ScalingLearner;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.NumberRange;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.exact.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Derives the encoding of the features from a {@link DataProfile}.
 *
 * <ul>
 *   <li>Numbers are scaled. By default they are standardised, except where a few extreme values dominate the standard
 *       deviation.
 *   <li>A column with the same value in every training row is left out, with a warning.
 *   <li>Text is one-hot encoded. A column with too many categories becomes an index into a table of learned
 *       embeddings. Categories with fewer than {@value #MIN_EMBEDDING_ROWS} training rows share the embedding of
 *       unknown categories, so that it is trained too.
 *   <li>Dates and timestamps become a position on the time line and in those parts of the calendar that vary.
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
    private final MissingNumbers missing;
    private final int oneHotCategories;
    private final boolean chosenByName;
    private final List<String> warnings = new ArrayList<>();
    private final List<ColumnSummary> summaries = new ArrayList<>();

    /**
     * @param source the name of the rows in messages
     * @param oneHotCategories the maximum number of categories of a one-hot column
     * @param chosenByName whether the user listed the features
     */
    public EncodingLearner(
            String source, Scaling scaling, MissingNumbers missing, int oneHotCategories, boolean chosenByName) {
        this.source = source;
        this.scaling = scaling;
        this.missing = missing;
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
        ScalingLearner scalings = new ScalingLearner(scaling, profile.sample());
        for (int i = 0; i < profile.features().size(); i++) {
            ColumnProfile column = profile.features().get(i);
            requireUsable(column);
            Optional<FeatureColumn> feature = column.missing() == profile.rows(Split.TRAIN)
                    ? leftOut(column, "has no value in any training row and is left out")
                    : learn(column, i, scalings, profile);
            feature.ifPresent(features::add);
            summaries.add(summary(column, feature));
        }
        requireWidth(features);
        return Encoding.ordered(features);
    }

    /**
     * Checks the number of feature columns before any row is read.
     *
     * @throws UserException if they are more than the inputs that a network can have
     */
    public static void requireColumns(String source, int columns) {
        if (columns > MAX_WIDTH) {
            throw new UserException(source + " has " + columns + " feature columns; a network can have at most "
                    + MAX_WIDTH + " inputs: select fewer with data.features");
        }
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

    private Optional<FeatureColumn> learn(
            ColumnProfile column, int position, ScalingLearner scalings, DataProfile profile) {
        long rows = profile.rows(Split.TRAIN);
        if (column instanceof NumberProfile number) {
            boolean isOnly = profile.features().size() == 1;
            return isUsable(number, isOnly) ? Optional.of(numeric(number, position, scalings, rows)) : Optional.empty();
        }
        if (column instanceof TextProfile text) {
            return text.tooMany() ? tooManyCategories(text) : categorical(text, rows - text.missing());
        }
        if (column instanceof TimeProfile time) {
            return temporal(time, rows);
        }
        return Optional.of(vector((VectorProfile) column, scalings));
    }

    private boolean isUsable(NumberProfile column, boolean isOnly) {
        Moments training = column.training();
        // Every column of an image is a pixel.
        if (training.minimum() == training.maximum() && column.missing() == 0 && missing != MissingNumbers.IGNORED) {
            String value = SparkCells.plain(training.minimum());
            warn(column, "is " + value + " in every training row and is left out");
            return false;
        }
        if (column.countsRows()) {
            String found = "numbers the rows: it looks like an index, from which nothing can be learnt";
            if (!chosenByName && !isOnly) {
                warn(column, found + ", and is left out; to learn from it, list it in data.features");
                return false;
            }
            warn(column, found);
        }
        return true;
    }

    private FeatureColumn numeric(NumberProfile column, int position, ScalingLearner scalings, long rows) {
        Moments training = column.training();
        NumberScaling learned = scalings.learn(position, training);
        if (scaling == Scaling.AUTO && learned instanceof NumberScaling.Robust) {
            warn(
                    column,
                    "has a few extreme values between " + SparkCells.plain(training.minimum()) + " and "
                            + SparkCells.plain(training.maximum())
                            + " that dominate its standard deviation, so it is scaled by its median and interquartile"
                            + " range. If such a value marks a missing one, replace it by null");
        }
        NumberRange range = new NumberRange(training.minimum(), training.maximum());
        return new FeatureColumn.Numeric(column.name(), learned, missing.place(column.missing(), rows), range);
    }

    private Optional<FeatureColumn> temporal(TimeProfile column, long rows) {
        Moments training = column.training();
        if (training.minimum() == training.maximum() && column.missing() == 0) {
            return leftOut(column, "is the same in every training row and is left out");
        }
        double deviation = training.standardDeviation();
        return Optional.of(new FeatureColumn.Temporal(
                column.name(),
                column.zone().getId(),
                new NumberScaling.Standard(training.mean(), deviation > 0 ? deviation : 1),
                column.parts(),
                missing.place(column.missing(), rows),
                new NumberRange(training.minimum(), training.maximum())));
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
            return leftOut(column, "is \"" + categories.get(0) + "\" in every training row and is left out");
        }
        boolean hasMissing = column.missing() > 0;
        boolean unknownPlace = missing == MissingNumbers.MASKED;
        return Optional.of(
                count > oneHotCategories
                        ? new FeatureColumn.Indexed(column.name(), frequentCategories(column, present), hasMissing)
                        : new FeatureColumn.Categorical(column.name(), categories, hasMissing, unknownPlace));
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

    private FeatureColumn vector(VectorProfile column, ScalingLearner scalings) {
        if (column.lengths().size() > 1) {
            throw new UserException("the feature " + column.name() + " of " + source + " has vectors of the lengths "
                    + column.lengths() + "; all must have the same length");
        }
        requireWidth(column.lengths().first());
        if (column.missing() > 0) {
            throw new UserException("the feature " + column.name() + " of " + source + " is missing in "
                    + column.missing() + " training rows; a vector must be present in every row: remove those rows");
        }
        return new FeatureColumn.Vector(
                column.name(),
                Arrays.stream(column.training()).map(scalings::ofElement).toList());
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
        return ColumnSummary.ofTexts(column.name(), kind(column), width, column.missing(), null);
    }

    private static String kind(ColumnProfile column) {
        if (column instanceof TimeProfile) {
            return "time";
        }
        return column instanceof VectorProfile ? "vector" : "number";
    }
}
