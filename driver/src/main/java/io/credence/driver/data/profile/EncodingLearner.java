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
import java.util.stream.Collectors;

/**
 * Makes the features' encoding of a {@link DataProfile}.
 *
 * <ul>
 *   <li>A number is standardised; a constant one keeps scale 1 and so is always 0, with a warning.
 *   <li>A text is one-hot; with too many categories for that, it becomes a place in a table of trained vectors. There, categories of fewer than
 *       {@value #LEARNABLE_ROWS} training rows share the place of unknown ones, so that one is trained as well.
 *   <li>A column that has no value in any training row is left out, with a warning.
 *   <li>A text column that looks like an identifier (more than {@value #IDENTIFIER_CATEGORIES} categories, on average less than two rows each, or
 *       too many to count) is left out with a warning if the features were not chosen by name.
 *   <li>An infinite number, vectors of different lengths and a missing element of a vector are errors.
 * </ul>
 */
public final class EncodingLearner {
    private static final int IDENTIFIER_CATEGORIES = 100;

    /** From how many rows on a category has a vector of its own. */
    private static final int LEARNABLE_ROWS = 5;

    /** The widest encoded row: every column costs statistics on every task, and a dense layer weights for every input. */
    static final int MAX_WIDTH = 16_384;

    private static final double MOSTLY = 0.8;

    private final String source;
    private final Scaling scaling;
    private final int oneHotCategories;
    private final boolean chosenByName;
    private final List<String> warnings = new ArrayList<>();
    private final List<ColumnSummary> summaries = new ArrayList<>();

    /**
     * @param source where the rows come from, for messages
     * @param oneHotCategories the most categories of a text that is one-hot
     * @param chosenByName whether the user listed the features
     */
    public EncodingLearner(String source, Scaling scaling, int oneHotCategories, boolean chosenByName) {
        this.source = source;
        this.scaling = scaling;
        this.oneHotCategories = oneHotCategories;
        this.chosenByName = chosenByName;
    }

    /** @throws UserException if a column, or all of them together, cannot be encoded */
    public List<FeatureColumn> learn(DataProfile profile) {
        List<FeatureColumn> features = new ArrayList<>();
        for (ColumnProfile column : profile.features()) {
            requireUsable(column);
            Optional<FeatureColumn> feature = column.missing() == profile.rows(Split.TRAIN)
                    ? leftOut(column, "has no value in any training row and is left out")
                    : learn(column, profile.rows(Split.TRAIN));
            feature.ifPresent(features::add);
            summaries.add(summary(column, feature));
        }
        requireWidth(features);
        // Stable: otherwise the columns keep the user's order.
        features.sort(Comparator.comparing(FeatureColumn.Indexed.class::isInstance));
        return features;
    }

    /** What the user should know; complete after {@link #learn}. */
    public List<String> warnings() {
        return warnings;
    }

    /** The columns in the order of the profile; complete after {@link #learn}. */
    public List<ColumnSummary> summaries() {
        return summaries;
    }

    private void requireUsable(ColumnProfile column) {
        RowDefect unusable = column.unusable();
        if (unusable.rows() > 0) {
            throw new UserException(unusable.rows() + " rows of " + source + " cannot be used: " + unusable.example());
        }
    }

    private Optional<FeatureColumn> learn(ColumnProfile column, long rows) {
        if (column instanceof NumberProfile number) {
            return Optional.of(numeric(number));
        }
        if (column instanceof TextProfile text) {
            return text.tooMany() ? uncountable(text) : categorical(text, rows - text.missing());
        }
        return Optional.of(vector((VectorProfile) column));
    }

    private FeatureColumn numeric(NumberProfile column) {
        Moments training = column.training();
        if (column.countsRows()) {
            warn(
                    column,
                    "numbers the rows from " + SparkCells.plain(training.minimum())
                            + " on: it looks like an identifier, from which nothing can be learnt");
        }
        if (training.minimum() == training.maximum()) {
            warn(
                    column,
                    "is " + SparkCells.plain(training.minimum())
                            + " in every training row: nothing can be learnt from it");
        }
        return new FeatureColumn.Numeric(column.name(), mean(training), scale(training), column.missing() > 0);
    }

    private double mean(Moments training) {
        return scaling == Scaling.NONE ? 0 : training.mean();
    }

    private double scale(Moments training) {
        double deviation = training.standardDeviation();
        return scaling == Scaling.NONE || !(deviation > 0) ? 1 : deviation;
    }

    private Optional<FeatureColumn> categorical(TextProfile column, long present) {
        List<String> categories = column.categories();
        int count = categories.size();
        warnOfNumbers(column, categories, present);
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
                        ? new FeatureColumn.Indexed(column.name(), learnable(column, present), missing)
                        : new FeatureColumn.Categorical(column.name(), categories, missing));
    }

    private List<String> learnable(TextProfile column, long present) {
        List<String> frequent = column.withRows(LEARNABLE_ROWS);
        long others = present - column.rows(frequent);
        if (others > 0) {
            warn(
                    column,
                    "has " + (column.categories().size() - frequent.size()) + " categories of fewer than "
                            + LEARNABLE_ROWS + " training rows (" + others + " of " + present
                            + " rows); they are not told apart, and stand for unknown ones too");
        }
        return frequent;
    }

    /** A column of numbers becomes one of texts if a single cell of it is not a number, such as a question mark. */
    private void warnOfNumbers(TextProfile column, List<String> categories, long present) {
        List<String> others =
                categories.stream().filter(category -> !isNumber(category)).toList();
        long numbers = present - column.rows(others);
        if (!others.isEmpty() && numbers >= MOSTLY * present) {
            warn(
                    column,
                    "is text, although " + numbers + " of " + present + " values are numbers; others are \""
                            + others.stream().limit(3).collect(Collectors.joining("\", \""))
                            + "\". If that stands for a missing value, say so: data.options: {nullValue: \""
                            + others.get(0)
                            + "\"}");
        }
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Optional<FeatureColumn> uncountable(TextProfile column) {
        String found = "is text with more than " + CategoryCounts.LIMIT + " different values";
        if (chosenByName) {
            throw new UserException("the feature " + column.name() + " of " + source + " " + found
                    + "; a text column may have at most that many: leave it out of data.features, or group its values");
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
                    + column.missing() + " training rows; a vector must be present in every row: leave those rows out");
        }
        Moments[] training = column.training();
        return new FeatureColumn.Vector(
                column.name(),
                Arrays.stream(training).mapToDouble(this::mean).toArray(),
                Arrays.stream(training).mapToDouble(this::scale).toArray());
    }

    private void requireWidth(List<FeatureColumn> features) {
        if (features.isEmpty()) {
            throw new UserException(
                    source + " has no feature that anything can be learnt from. " + String.join(". ", warnings));
        }
        requireWidth(features.stream().mapToLong(FeatureColumn::width).sum());
    }

    private void requireWidth(long width) {
        if (width > MAX_WIDTH) {
            throw new UserException("the features of " + source + " become " + width
                    + " inputs of the network; it can have at most " + MAX_WIDTH + ": choose fewer by data.features");
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
