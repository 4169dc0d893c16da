package io.credence.driver.data.scaling;

import io.credence.driver.data.input.RowKey;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * The numbers of a sample of rows: those with the smallest keys, each with its number of copies. Keys are hashes, so
 * this is a random sample of the distinct rows. A row that belongs to the sample of all rows belongs to the sample of
 * every part that contains it, from the first copy to the last, so the result does not depend on the order or the
 * grouping of the rows.
 */
public final class RowSample implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MAX_VALUES = 1 << 21;
    private static final int MIN_ROWS = 256;
    private static final int MAX_ROWS = 8192;

    private final int[] columns;
    private final int capacity;
    private final TreeMap<RowKey, Copies> rows = new TreeMap<>();

    /** The numbers of a row, NaN where one is missing, and how many copies of the row there are. */
    private record Copies(double[] numbers, long count) implements Serializable {
        Copies plus(long more) {
            return new Copies(numbers, count + more);
        }
    }

    /** @param columns the indices of the columns of numbers */
    public RowSample(int[] columns) {
        this.columns = columns;
        this.capacity = Math.max(MIN_ROWS, Math.min(MAX_ROWS, MAX_VALUES / Math.max(1, columns.length)));
    }

    /**
     * Adds a row.
     *
     * @param high the upper half of the row's key
     * @param low the lower half
     */
    public void add(RowCells row, long high, long low) {
        if (columns.length == 0 || isFull() && high > rows.lastKey().high()) {
            return;
        }
        RowKey key = new RowKey(high, low);
        Copies found = rows.get(key);
        rows.put(key, found == null ? new Copies(numbers(row), 1) : found.plus(1));
        limit();
    }

    /** Adds the sample of other rows. */
    public void add(RowSample other) {
        other.rows.forEach((key, copies) -> rows.merge(key, copies, (own, more) -> own.plus(more.count())));
        limit();
    }

    private boolean isFull() {
        return rows.size() == capacity;
    }

    private void limit() {
        while (rows.size() > capacity) {
            rows.pollLastEntry();
        }
    }

    private double[] numbers(RowCells row) {
        double[] numbers = new double[columns.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(row, columns[i]);
        }
        return numbers;
    }

    private static double number(RowCells row, int column) {
        try {
            return row.number(column);
        } catch (InvalidRowException e) {
            // The column's profile reports the row.
            return Double.NaN;
        }
    }

    /** Returns the present numbers of a column, which must be one of the columns of numbers. */
    SampledNumbers numbers(int column) {
        int position = Arrays.binarySearch(columns, column);
        Copies[] sorted = rows.values().stream()
                .filter(row -> !Double.isNaN(row.numbers()[position]))
                .sorted(Comparator.comparingDouble(row -> row.numbers()[position]))
                .toArray(Copies[]::new);
        return new SampledNumbers(
                Arrays.stream(sorted)
                        .mapToDouble(row -> row.numbers()[position])
                        .toArray(),
                Arrays.stream(sorted).mapToLong(Copies::count).toArray());
    }
}
