package io.credence.ensemble.encoding;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Applies an {@link Encoding} to rows without allocation. Not thread-safe: each task has its own. */
public final class RowEncoder {
    private final ColumnEncoder[] columns;
    private final int[] starts;
    private final UnseenCells unseen;
    private final LabelColumn label;
    private final NumberScaling target;
    private final Map<String, Integer> labels;
    private final int width;

    /** @param encoding the encoding to apply */
    public RowEncoder(Encoding encoding) {
        List<FeatureColumn> features = encoding.features();
        columns = features.stream().map(ColumnEncoder::of).toArray(ColumnEncoder[]::new);
        starts = new int[columns.length];
        int start = 0;
        for (int i = 0; i < columns.length; i++) {
            starts[i] = start;
            start += features.get(i).width();
        }
        width = start;
        unseen = new UnseenCells(columns.length);
        label = encoding.label();
        target = label instanceof LabelColumn.NumberColumn number
                ? new NumberScaling.Standard(number.mean(), number.scale())
                : null;
        labels = label instanceof LabelColumn.Classes classes ? ColumnEncoder.positions(classes.labels()) : Map.of();
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
        unseen.startRow();
        for (int i = 0; i < columns.length; i++) {
            columns[i].encode(row, i, encoded, offset + starts[i], unseen);
        }
        unseen.endRow();
    }

    /** Returns the counts of cells, in all rows encoded so far, that the training rows do not prepare for. */
    public UnseenCells unseen() {
        return unseen;
    }

    /**
     * Encodes the label of a row: a standardised number, or the index of its class.
     *
     * @throws InvalidRowException if it is missing, not a finite number, or a class that does not occur in the
     *     training rows
     */
    public float target(RowCells row) {
        int position = columns.length;
        if (row.isMissing(position)) {
            throw new InvalidRowException(label.name(), "missing", "present, because it is the label");
        }
        if (label instanceof LabelColumn.NumberColumn number) {
            double value = row.number(position);
            if (!number.kind().allows(value)) {
                throw new InvalidRowException(
                        number.name(), value, number.kind().requirement());
            }
            return ColumnEncoder.finite(number.name(), number.kind().transformed(value), target);
        }
        String text = row.text(position);
        Integer index = labels.get(text);
        if (index == null) {
            throw new InvalidRowException(
                    label.name(), "\"" + text + "\"", "one of the classes that the model was trained on");
        }
        return index;
    }
}
