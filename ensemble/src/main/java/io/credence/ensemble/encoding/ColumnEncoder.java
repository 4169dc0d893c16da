package io.credence.ensemble.encoding;

import io.credence.kernels.operation.MarkMissing;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes the cells of one column. */
sealed interface ColumnEncoder {
    /**
     * Encodes a cell.
     *
     * @param position the position of the column in {@code row}
     * @param encoded receives the column's values from {@code start}; all are 0 before
     * @param unseen counts the cell if the training rows do not prepare for it
     * @throws InvalidRowException if the cell cannot be encoded
     */
    void encode(RowCells row, int position, float[] encoded, int start, UnseenCells unseen);

    /** Returns the encoder of a column. */
    static ColumnEncoder of(FeatureColumn column) {
        if (column instanceof FeatureColumn.Numeric numeric) {
            return new Number(numeric);
        }
        if (column instanceof FeatureColumn.Vector vector) {
            return new Elements(vector);
        }
        if (column instanceof FeatureColumn.Indexed indexed) {
            return new Index(indexed, positions(indexed.categories()));
        }
        if (column instanceof FeatureColumn.Temporal temporal) {
            return new Time(temporal, ZoneId.of(temporal.timeZone()));
        }
        FeatureColumn.Categorical categorical = (FeatureColumn.Categorical) column;
        return new OneHotCategory(categorical, positions(categorical.categories()));
    }

    /** A number. */
    record Number(FeatureColumn.Numeric column) implements ColumnEncoder {
        @Override
        public void encode(RowCells row, int position, float[] encoded, int start, UnseenCells unseen) {
            double value = row.number(position);
            if (!Double.isNaN(value)) {
                encoded[start] = finite(column.name(), value, column.scaling());
                if (column.range() != null && column.range().excludes(value)) {
                    unseen.addOutside(position);
                }
                return;
            }
            encoded[start] = column.missing().isLearned() ? Float.NaN : 0f;
            if (column.missing() == MissingPlace.UNSEEN) {
                unseen.addUnseen(position);
            }
        }
    }

    /** A one-hot category. */
    record OneHotCategory(FeatureColumn.Categorical column, Map<String, Integer> categories) implements ColumnEncoder {
        @Override
        public void encode(RowCells row, int position, float[] encoded, int start, UnseenCells unseen) {
            Integer category = row.isMissing(position) ? missing() : categories.get(row.text(position));
            if (category == null) {
                unseen.addUnseen(position);
                if (column.unknownPlace()) {
                    encoded[start + column.width() - 1] = MarkMissing.MARK;
                }
            } else {
                encoded[start + category] = 1f;
            }
        }

        private Integer missing() {
            return column.missingCategory() ? categories.size() : null;
        }
    }

    /** The index of a category with a learned embedding. */
    record Index(FeatureColumn.Indexed column, Map<String, Integer> categories) implements ColumnEncoder {
        @Override
        public void encode(RowCells row, int position, float[] encoded, int start, UnseenCells unseen) {
            encoded[start] = index(row, position);
            if (encoded[start] == 0) {
                unseen.addUnseen(position);
            }
        }

        private int index(RowCells row, int position) {
            if (row.isMissing(position)) {
                return column.missingCategory() ? column.places() - 1 : 0;
            }
            return 1 + categories.getOrDefault(row.text(position), -1);
        }
    }

    /** A date or timestamp. */
    record Time(FeatureColumn.Temporal column, ZoneId zone) implements ColumnEncoder {
        @Override
        public void encode(RowCells row, int position, float[] encoded, int start, UnseenCells unseen) {
            boolean marks = column.missing().isLearned();
            if (row.isMissing(position)) {
                encoded[start] = marks ? MarkMissing.MARK : 0f;
                if (column.missing() == MissingPlace.UNSEEN) {
                    unseen.addUnseen(position);
                }
                return;
            }
            long seconds = Math.floorDiv(row.localMicros(position, zone), 1_000_000L);
            long day = Math.floorDiv(seconds, 86_400L);
            double days = seconds / 86_400.0;
            int next = start + (marks ? 1 : 0);
            encoded[next++] = finite(column.name(), days, column.position());
            for (CalendarPart part : column.parts()) {
                double angle = 2 * Math.PI * part.turn(day, Math.floorMod(seconds, 86_400));
                encoded[next++] = (float) StrictMath.sin(angle);
                encoded[next++] = (float) StrictMath.cos(angle);
            }
            if (column.range().excludes(days)) {
                unseen.addOutside(position);
            }
        }
    }

    /** The elements of a vector. */
    record Elements(FeatureColumn.Vector column) implements ColumnEncoder {
        @Override
        public void encode(RowCells row, int position, float[] encoded, int start, UnseenCells unseen) {
            int length = column.width();
            if (row.isMissing(position)) {
                throw new InvalidRowException(column.name(), "missing", "a vector of " + length + " numbers");
            }
            double[] values = row.vector(position);
            if (values.length != length) {
                throw new InvalidRowException(
                        column.name(), "a vector of " + values.length + " numbers", "one of " + length);
            }
            for (int i = 0; i < length; i++) {
                encoded[start + i] =
                        finite(column.name(), values[i], column.scalings().get(i));
            }
        }
    }

    /**
     * Scales a number.
     *
     * @throws InvalidRowException if the result is not finite
     */
    static float finite(String column, double value, NumberScaling scaling) {
        float scaled = (float) scaling.scaled(value);
        if (!Float.isFinite(scaled) || Double.isInfinite(value)) {
            throw new InvalidRowException(
                    column, value, "finite and, after the scaling " + scaling + ", within the range of float32");
        }
        return scaled;
    }

    /** Returns the position of each string in a list. */
    static Map<String, Integer> positions(List<String> values) {
        Map<String, Integer> positions = new HashMap<>();
        for (String value : values) {
            positions.put(value, positions.size());
        }
        return positions;
    }
}
