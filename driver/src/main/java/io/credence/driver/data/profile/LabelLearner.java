package io.credence.driver.data.profile;

import io.credence.driver.UserException;
import io.credence.driver.data.input.ColumnKind;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.split.NumberHistogram;
import io.credence.driver.data.split.NumberOrder;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.exact.Moments;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Derives the encoding of the label from a {@link DataProfile}, or reports why the label cannot be learnt. Every class
 * needs training rows to be predicted, so a class without training rows is an error, and so is a class with a single
 * row.
 */
public final class LabelLearner {
    private static final int MAX_CLASSES_NAMED = 5;
    private static final int MIN_ROWS_TO_WARN = 20;

    /**
     * A label is wild if it is farther from the middle 80 % than this multiple of their range. Prices and claims with a
     * heavy tail stay below it.
     */
    private static final double WILD = 100;

    private final String source;
    private final KeyColumns columns;
    private final DataProfile profile;
    private final String name;
    private final String testSource;

    /**
     * @param source the name of the rows in messages
     * @param testSource the name of the separate test rows; null if there are none
     */
    public LabelLearner(String source, String testSource, KeyColumns columns, DataProfile profile) {
        this.source = source;
        this.testSource = testSource;
        this.columns = columns;
        this.profile = profile;
        this.name = columns.label();
    }

    /**
     * Returns the encoded label.
     *
     * @throws UserException if the label cannot be learnt
     */
    public LabelColumn learn() {
        requirePresent();
        return profile.label().kind().isNumber() ? number() : classes();
    }

    private void requirePresent() {
        RowDefect missing = profile.label().missing();
        if (missing.rows() > 0) {
            throw problem("is missing or NaN in " + rows(missing.rows()) + ", such as (" + missing.example()
                    + "); every row must have a label: remove those rows");
        }
        RowDefect invalid = profile.label().invalid();
        if (invalid.rows() > 0) {
            throw problem("is not a finite number in " + rows(invalid.rows()) + ", such as (" + invalid.example()
                    + "); a regression needs a finite number in every row");
        }
    }

    private LabelColumn number() {
        LabelKind kind = profile.label().kind();
        RowDefect unsuited = profile.label().unsuited();
        if (unsuited.rows() > 0) {
            throw problem("is not " + kind.requirement() + " in " + rows(unsuited.rows()) + ", such as ("
                    + unsuited.example() + "); training.loss needs " + kind.requirement()
                    + " in every row: remove those rows, or use another loss");
        }
        Moments training = profile.label().training();
        double standardDeviation = profile.label().standardized().standardDeviation();
        if (!(standardDeviation > 0)) {
            throw problem("is " + SparkCells.plain(training.minimum()) + " in all " + rows(training.count())
                    + " of the training split; a regression needs a label that varies");
        }
        return switch (kind) {
            case POSITIVE ->
                new LabelColumn.PositiveTarget(
                        name, profile.label().standardized().mean(), standardDeviation);
            case COUNT -> new LabelColumn.CountTarget(name, training.mean());
            default -> new LabelColumn.Target(name, training.mean(), standardDeviation);
        };
    }

    private LabelColumn classes() {
        CategoryCounts counts = profile.label().classes();
        long allRows = profile.rows()[0] + profile.rows()[1] + profile.rows()[2];
        if (counts.tooMany()) {
            throw tooMany("more than " + CategoryCounts.LIMIT, allRows);
        }
        SortedMap<String, long[]> classes = counts.sorted();
        if (classes.size() == 1) {
            throw problem(
                    "is \"" + classes.firstKey() + "\" in every row; a classification needs at least two classes");
        }
        if (isNumeric(classes)) {
            requireIntegers(classes);
        }
        if (classes.size() > 2 && classes.size() > allRows / 2) {
            throw tooMany(Integer.toString(classes.size()), allRows);
        }
        requireNoneOfTestOnly(classes);
        requireTwoRows(classes);
        requireTrained(classes);
        Comparator<String> order = isNumeric(classes)
                ? Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return new LabelColumn.Classes(
                name, classes.keySet().stream().sorted(order).toList());
    }

    private boolean isNumeric(SortedMap<String, long[]> classes) {
        return columns.kinds().get(columns.features()) == ColumnKind.NUMBER
                && !classes.containsKey("true")
                && !classes.containsKey("false");
    }

    private void requireIntegers(SortedMap<String, long[]> classes) {
        List<String> fractional = classes.keySet().stream()
                .filter(text -> Double.parseDouble(text) != Math.rint(Double.parseDouble(text)))
                .toList();
        if (!fractional.isEmpty()) {
            throw problem("has " + classes.size() + " different numbers, such as " + fractional.get(0)
                    + "; classes must be strings or integers: to predict a number, set task: regression");
        }
    }

    private UserException tooMany(String classes, long rows) {
        return problem("has " + classes + " different values in " + rows(rows)
                + "; a classification needs several rows of every class, and at most " + CategoryCounts.LIMIT
                + " classes. Is the column an identifier, or a number to predict (task: regression)?");
    }

    private void requireNoneOfTestOnly(SortedMap<String, long[]> classes) {
        List<String> unknown = testSource == null
                ? List.of()
                : named(classes, counts -> counts[Split.TRAIN.ordinal()] + counts[Split.VALIDATION.ordinal()] == 0);
        if (!unknown.isEmpty()) {
            throw new UserException("the label " + name + " of the test input " + testSource
                    + " has a class that no row of " + source + " has: " + list(unknown)
                    + "; a model predicts only classes that it was trained on: remove such rows from " + testSource
                    + ", correct the label, or add rows of the class to " + source);
        }
    }

    /** Returns a warning if a few labels of a regression are far outside the range of the others. */
    public Optional<String> warningOfWildLabels() {
        NumberHistogram labels = profile.label().numbers();
        long rows = labels.rows();
        double low = quantile(labels, rows - rows / 10);
        double high = quantile(labels, rows / 10);
        double reach = WILD * (high - low);
        if (rows < MIN_ROWS_TO_WARN || !(reach > 0)) {
            return Optional.empty();
        }
        long above = rows - labels.rowsBefore(NumberOrder.of(high + reach));
        long below = labels.rowsBefore(NumberOrder.of(low - reach));
        if (above + below == 0) {
            return Optional.empty();
        }
        double example = quantile(labels, above > 0 ? 1 : rows);
        return Optional.of("the label " + name + " of " + source + " has " + (above + below)
                + (above + below == 1 ? " wild value" : " wild values") + " among "
                + rows + ", such as about " + String.format(Locale.ROOT, "%.3g", example) + ", while 80 % are between "
                + String.format(Locale.ROOT, "%.5g and %.5g", low, high)
                + ". They dominate the scale of the label and all squared errors: correct or remove those rows if they"
                + " are mistakes");
    }

    private static double quantile(NumberHistogram labels, long rowsFrom) {
        return NumberOrder.number(labels.startOfLargest(Math.max(1, rowsFrom)));
    }

    private void requireTwoRows(SortedMap<String, long[]> classes) {
        List<String> single = named(classes, counts -> counts[0] + counts[1] + counts[2] == 1);
        if (!single.isEmpty()) {
            throw problem("has a class with a single row: " + list(single)
                    + "; a class must have at least two rows, to train and to test on: "
                    + "remove such rows, or merge the class with another");
        }
    }

    private void requireTrained(SortedMap<String, long[]> classes) {
        List<String> untrained = named(classes, counts -> counts[Split.TRAIN.ordinal()] == 0);
        if (!untrained.isEmpty()) {
            throw problem("has a class without training rows: " + list(untrained)
                    + "; every class must have training rows: change data.split.seed, "
                    + "or remove such rows");
        }
    }

    private interface CountTest {
        boolean holds(long[] counts);
    }

    private static List<String> named(SortedMap<String, long[]> classes, CountTest test) {
        return classes.entrySet().stream()
                .filter(entry -> test.holds(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String list(List<String> classes) {
        String text = classes.stream().limit(MAX_CLASSES_NAMED).collect(Collectors.joining("\", \"", "\"", "\""));
        return classes.size() > MAX_CLASSES_NAMED
                ? text + " and " + (classes.size() - MAX_CLASSES_NAMED) + " more"
                : text;
    }

    private UserException problem(String found) {
        return new UserException("the label " + name + " of " + source + " " + found);
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }
}
