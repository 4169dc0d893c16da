package io.credence.ensemble.encoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applies an {@link Encoding} to rows without allocation. Thread-safe. */
public final class RowEncoder {
    private final List<ColumnEncoder> columns = new ArrayList<>();
    private final LabelColumn label;
    private final Map<String, Integer> labels;
    private final int width;

    /** @param encoding the encoding to apply */
    public RowEncoder(Encoding encoding) {
        int offset = 0;
        for (FeatureColumn column : encoding.features()) {
            columns.add(encoder(column, columns.size(), offset));
            offset += column.width();
        }
        width = offset;
        label = encoding.label();
        labels = label instanceof LabelColumn.Classes classes ? positions(classes.labels()) : Map.of();
    }

    /** Returns the number of values in an encoded row, without its target. */
    public int width() {
        return width;
    }

    /**
     * Encodes the features of a row.
     *
     * @param row its cells
     * @param encoded receives {@link #width()} values, starting at {@code offset}
     * @throws InvalidRowException if a value has the wrong type, is infinite, or is out of the range of float32
     */
    public void encode(RowCells row, float[] encoded, int offset) {
        Arrays.fill(encoded, offset, offset + width, 0f);
        for (ColumnEncoder column : columns) {
            column.encode(row, encoded, offset);
        }
    }

    /**
     * Encodes the label of a row: a standardised number, or the index of its class.
     *
     * @throws InvalidRowException if it is missing, not a finite number, or a class that does not occur in the
     *     training rows
     */
    public float target(RowCells row) {
        int position = columns.size();
        if (row.isMissing(position)) {
            throw new InvalidRowException(label.name(), "missing", "present, because it is the label");
        }
        if (label instanceof LabelColumn.NumberColumn number) {
            double value = row.number(position);
            if (!number.kind().allows(value)) {
                throw new InvalidRowException(
                        number.name(), value, number.kind().requirement());
            }
            return scaled(number.name(), number.kind().transformed(value), number.mean(), number.scale());
        }
        String text = row.text(position);
        Integer index = labels.get(text);
        if (index == null) {
            throw new InvalidRowException(
                    label.name(), "\"" + text + "\"", "one of the classes that the model was trained on");
        }
        return index;
    }

    /** Encodes one column. */
    private interface ColumnEncoder {
        void encode(RowCells row, float[] encoded, int offset);
    }

    private static ColumnEncoder encoder(FeatureColumn column, int position, int columnOffset) {
        if (column instanceof FeatureColumn.Numeric numeric) {
            return (row, encoded, offset) -> number(numeric, row, position, encoded, offset + columnOffset);
        }
        if (column instanceof FeatureColumn.Vector vector) {
            return (row, encoded, offset) -> vector(vector, row, position, encoded, offset + columnOffset);
        }
        if (column instanceof FeatureColumn.Indexed indexed) {
            Map<String, Integer> indices = positions(indexed.categories());
            return (row, encoded, offset) -> encoded[offset + columnOffset] = index(indexed, indices, row, position);
        }
        FeatureColumn.Categorical categorical = (FeatureColumn.Categorical) column;
        Map<String, Integer> categories = positions(categorical.categories());
        return (row, encoded, offset) ->
                category(categorical, categories, row, position, encoded, offset + columnOffset);
    }

    private static void number(FeatureColumn.Numeric column, RowCells row, int position, float[] encoded, int start) {
        double value = row.number(position);
        if (!Double.isNaN(value)) {
            encoded[start] = scaled(column.name(), value, column.mean(), column.scale());
        } else if (column.missingIndicator()) {
            encoded[start + 1] = 1f;
        }
    }

    private static void category(
            FeatureColumn.Categorical column,
            Map<String, Integer> categories,
            RowCells row,
            int position,
            float[] encoded,
            int start) {
        if (!row.isMissing(position)) {
            Integer category = categories.get(row.text(position));
            if (category != null) {
                encoded[start + category] = 1f;
            }
        } else if (column.missingCategory()) {
            encoded[start + categories.size()] = 1f;
        }
    }

    private static int index(
            FeatureColumn.Indexed column, Map<String, Integer> categories, RowCells row, int position) {
        if (row.isMissing(position)) {
            return column.missingCategory() ? column.places() - 1 : 0;
        }
        return 1 + categories.getOrDefault(row.text(position), -1);
    }

    private static void vector(FeatureColumn.Vector column, RowCells row, int position, float[] encoded, int start) {
        double[] means = column.means();
        double[] scales = column.scales();
        if (row.isMissing(position)) {
            throw new InvalidRowException(column.name(), "missing", "a vector of " + means.length + " numbers");
        }
        double[] values = row.vector(position);
        if (values.length != means.length) {
            throw new InvalidRowException(
                    column.name(), "a vector of " + values.length + " numbers", "one of " + means.length);
        }
        for (int i = 0; i < values.length; i++) {
            encoded[start + i] = scaled(column.name(), values[i], means[i], scales[i]);
        }
    }

    private static float scaled(String column, double value, double mean, double scale) {
        float scaled = (float) ((value - mean) / scale);
        if (Float.isNaN(scaled) || Float.isInfinite(scaled)) {
            throw new InvalidRowException(
                    column,
                    value,
                    "finite and, after scaling by mean " + mean + " and scale " + scale
                            + ", within the range of float32");
        }
        return scaled;
    }

    private static Map<String, Integer> positions(List<String> values) {
        Map<String, Integer> positions = new HashMap<>();
        for (String value : values) {
            positions.put(value, positions.size());
        }
        return positions;
    }
}
