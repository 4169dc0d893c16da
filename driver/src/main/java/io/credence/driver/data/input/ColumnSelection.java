package io.credence.driver.data.input;

import java.util.List;

/**
 * The columns that the user asks for.
 *
 * @param label the column to predict
 * @param features the columns to predict from; null: all columns that can be features, but the label
 * @param exclude columns that are no features
 * @param categorical features whose numbers are codes
 */
public record ColumnSelection(String label, List<String> features, List<String> exclude, List<String> categorical) {
    public ColumnSelection {
        features = features == null ? null : List.copyOf(features);
        exclude = List.copyOf(exclude);
        categorical = List.copyOf(categorical);
    }
}
