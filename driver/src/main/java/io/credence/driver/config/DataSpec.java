package io.credence.driver.config;

import io.credence.kernels.InvalidSettingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The input rows, the label, and the features: {@code data} in the configuration.
 *
 * @param input the rows, at any path or URI that Spark reads; relative to the working directory
 * @param test a separate test input; null: {@code split.test} of the input
 * @param format the format of both inputs; null: inferred from the extension of the input
 * @param options the options for Spark's reader, such as {@code header: true}; null: none
 * @param label the column to predict; null: {@code label} for libsvm, required otherwise
 * @param features the columns to predict from; null: every column but the label
 * @param scaling the scaling of numeric features; null: auto
 * @param oneHotCategories the maximum number of categories of a one-hot string column, at least 1; a column with more
 *     gets a learned embedding for each category; null: 100
 * @param split the fractions of rows held out from training; null: a tenth of the rows each for validation and for
 *     test
 */
public record DataSpec(
        String input,
        String test,
        Format format,
        Map<String, String> options,
        String label,
        List<String> features,
        Scaling scaling,
        Integer oneHotCategories,
        SplitSpec split) {
    /** @throws InvalidSettingException if the input or the label is missing, or a column is named twice */
    public DataSpec {
        requireText("input", input, "the path or URI of the rows to train on");
        if (test != null) {
            requireText("test", test, "the path or URI of the rows to test on, or null");
        }
        format = format == null ? formatOf(input) : format;
        options = copy(options);
        label = label == null && format == Format.LIBSVM ? "label" : label;
        requireText("label", label, "the name of the column to predict");
        features = features == null ? null : columns(features, label);
        scaling = Objects.requireNonNullElse(scaling, Scaling.AUTO);
        oneHotCategories = Objects.requireNonNullElse(oneHotCategories, 100);
        if (oneHotCategories < 1) {
            throw new InvalidSettingException("oneHotCategories", oneHotCategories, "at least 1");
        }
        split = split == null ? new SplitSpec(null, null, null, null) : split;
    }

    /** Returns whether rows are held out to validate on: a split of their own, or folds of the training rows. */
    public boolean hasValidationRows() {
        return split.validation() > 0 || split.folds() != null;
    }

    private static Format formatOf(String input) {
        return Format.ofPath(input).orElseThrow(() -> {
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

    private static List<String> columns(List<String> features, String label) {
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

    private static void requireText(String key, String value, String allowed) {
        if (value == null || value.isBlank()) {
            throw new InvalidSettingException(key, value == null ? null : "\"" + value + "\"", allowed);
        }
    }
}
