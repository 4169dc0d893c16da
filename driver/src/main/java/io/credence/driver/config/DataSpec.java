package io.credence.driver.config;

import io.credence.kernels.InvalidSettingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The input rows, the label, and the features: {@code data} in the configuration.
 *
 * @param input the rows, at any path or URI that Spark reads; relative to the working directory; null: a table, or a
 *     source without paths
 * @param table the rows as a table of a catalog; null: {@code input}
 * @param test a separate test input, or a table if the rows are one; null: {@code split.test} of the input
 * @param validation a separate validation input, or a table if the rows are one; null: {@code split.validation} of the
 *     input
 * @param format the format of all inputs, or any other source that Spark knows; null: inferred from the extension of
 *     the input
 * @param options the options for Spark's reader, such as {@code header: true}; null: none
 * @param where a Spark SQL predicate, which holds for the rows that are used; null: all rows
 * @param label the column to predict; null: {@code label} for libsvm, required otherwise
 * @param features the columns to predict from; null: every column but the label
 * @param exclude columns that are no features; null: none
 * @param categorical features whose numbers are codes; null: none
 * @param scaling the scaling of numeric features; null: standard
 * @param oneHotCategories the maximum number of categories of a one-hot string column, at least 1; a column with more
 *     gets a learned embedding for each category; null: 100
 * @param split the fractions of rows held out from training; null: a tenth of the rows each for validation and for
 *     test
 */
public record DataSpec(
        String input,
        String table,
        String test,
        String validation,
        String format,
        Map<String, String> options,
        String where,
        String label,
        List<String> features,
        List<String> exclude,
        List<String> categorical,
        Scaling scaling,
        Integer oneHotCategories,
        SplitSpec split) {
    /** @throws InvalidSettingException if the input or the label is missing, or a column is named twice */
    public DataSpec {
        format = Format.isFile(format) ? format.toLowerCase(Locale.ROOT) : format;
        requireOneSource(input, table, format);
        requireTextOrNull("test", test, "the path or URI of the rows to test on, or null");
        requireTextOrNull("validation", validation, "the path or URI of the rows to validate on, or null");
        format = format == null && table == null ? formatOf(input) : format;
        options = copy(options);
        requireTextOrNull("where", where, "a predicate such as year > 2000, or null for all rows");
        label = label == null && Format.LIBSVM.source().equals(format) ? "label" : label;
        requireText("label", label, "the name of the column to predict");
        features = features == null ? null : features(features, label);
        exclude = columns("exclude", exclude, label, features == null ? List.of() : features);
        categorical = columns("categorical", categorical, label, exclude);
        scaling = Objects.requireNonNullElse(scaling, Scaling.STANDARD);
        oneHotCategories = Objects.requireNonNullElse(oneHotCategories, 100);
        if (oneHotCategories < 1) {
            throw new InvalidSettingException("oneHotCategories", oneHotCategories, "at least 1");
        }
        split = split == null ? new SplitSpec(null, null, null, null) : split;
        if (validation != null && split.folds() != null) {
            throw new InvalidSettingException(
                    "validation", validation, "null when split.folds is set: each member validates on its own fold");
        }
    }

    /**
     * Returns whether rows are held out to validate on: an input of their own, a split that fractions or a column
     * define, or folds of the training rows.
     */
    public boolean hasValidationRows() {
        return validation != null || split.validation() > 0 || split.folds() != null || split.column() != null;
    }

    /** Returns the format if the rows are files; null otherwise. */
    public Format fileFormat() {
        return Arrays.stream(Format.values())
                .filter(known -> table == null && known.source().equals(format))
                .findFirst()
                .orElse(null);
    }

    /** Returns the path, the table or the source of the rows, for messages. */
    public String name() {
        return input != null ? input : table != null ? table : format;
    }

    private static void requireOneSource(String input, String table, String format) {
        requireTextOrNull("table", table, "the name of a table, or null");
        requireTextOrNull("format", format, "a format such as csv, or null");
        if (input != null && table != null) {
            throw new InvalidSettingException("table", table, "null when input is set");
        }
        if (table != null && format != null) {
            throw new InvalidSettingException("format", format, "null when table is set, whose catalog knows it");
        }
        boolean needsPath = table == null && (format == null || Format.isFile(format));
        if (needsPath || input != null) {
            requireText("input", input, "the path or URI of the rows to train on");
        }
    }

    private static String formatOf(String input) {
        return Format.ofPath(input).map(Format::source).orElseThrow(() -> {
            String formats = Arrays.stream(Format.values()).map(Format::source).collect(Collectors.joining(", "));
            return new InvalidSettingException(
                    "format", null, "one of " + formats + " when the extension of " + input + " names none of them");
        });
    }

    private static Map<String, String> copy(Map<String, String> options) {
        Map<String, String> copy = new TreeMap<>(options == null ? Map.of() : options);
        copy.forEach((key, value) -> {
            if (value == null) {
                throw new InvalidSettingException("options." + key, null, "a string, a number, true or false");
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<String> columns(String key, List<String> columns, String label, List<String> others) {
        List<String> copy = columns == null ? List.of() : columns;
        for (int i = 0; i < copy.size(); i++) {
            String column = copy.get(i);
            requireText(key + "[" + i + "]", column, "the name of a column");
            if (column.equals(label) || others.contains(column)) {
                throw new InvalidSettingException(
                        key + "[" + i + "]",
                        column,
                        "different from the label"
                                + (key.equals("exclude")
                                        ? " and from the features"
                                        : " and from the excluded columns"));
            }
        }
        return List.copyOf(copy);
    }

    private static List<String> features(List<String> features, String label) {
        if (features.isEmpty()) {
            throw new InvalidSettingException(
                    "features", features, "at least one column, or null for all but the label");
        }
        HashSet<String> seen = new HashSet<>();
        for (int i = 0; i < features.size(); i++) {
            String column = features.get(i);
            requireText("features[" + i + "]", column, "the name of a column");
            if (column.equals(label) || !seen.add(column)) {
                throw new InvalidSettingException(
                        "features[" + i + "]", column, "different from the label and from the features before it");
            }
        }
        return List.copyOf(features);
    }

    private static void requireTextOrNull(String key, String value, String allowed) {
        if (value != null) {
            requireText(key, value, allowed);
        }
    }

    private static void requireText(String key, String value, String allowed) {
        if (value == null || value.isBlank()) {
            throw new InvalidSettingException(key, value == null ? null : "\"" + value + "\"", allowed);
        }
    }
}
