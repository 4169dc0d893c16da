package io.credence.driver.data.profile;

import io.credence.ensemble.exact.Moments;

/**
 * Statistics of one column over the training rows, for the report.
 *
 * @param name the column
 * @param kind number, text, time, vector or label
 * @param encoded the number of network inputs; 0 for the label and for columns that are left out
 * @param missing the number of training rows without a value
 * @param distinct the number of distinct values of a text column or of a class label; null for numbers, and if there
 *     are too many to count
 * @param mean the mean of the present values; null for text
 * @param standardDeviation the standard deviation of the present values; null for text
 * @param minimum the minimum of the present values; null for text
 * @param maximum the maximum of the present values; null for text
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
    /** Returns the summary of a column of numbers. */
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

    /** Returns the summary of a column without numeric statistics. */
    public static ColumnSummary ofTexts(String name, String kind, int encoded, long missing, Integer distinct) {
        return new ColumnSummary(name, kind, encoded, missing, distinct, null, null, null, null);
    }
}
