package io.credence.driver.data.profile;

import io.credence.ensemble.exact.Moments;

/**
 * What the training rows hold in one column, for the report.
 *
 * @param name the column
 * @param kind number, text, vector or label
 * @param encoded how many inputs of the network it becomes; 0 for the label and for a column that was left out
 * @param missing how many training rows have no value
 * @param distinct the number of different values of a text column or of a class label; null for numbers, and where there are too
 *     many to count
 * @param mean of the present values; null for text
 * @param standardDeviation of the present values; null for text
 * @param minimum of the present values; null for text
 * @param maximum of the present values; null for text
 */
public record ColumnSummary(
        String name,
        String kind,
        int encoded,
        long missing,
        Integer distinct,
        Double mean,
        Double standardDeviation,
        Double minimum,
        Double maximum) {
    public static ColumnSummary ofNumbers(String name, String kind, int encoded, long missing, Moments training) {
        return new ColumnSummary(
                name,
                kind,
                encoded,
                missing,
                null,
                training.mean(),
                training.standardDeviation(),
                training.minimum(),
                training.maximum());
    }

    public static ColumnSummary ofTexts(String name, String kind, int encoded, long missing, Integer distinct) {
        return new ColumnSummary(name, kind, encoded, missing, distinct, null, null, null, null);
    }
}
