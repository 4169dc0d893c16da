package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts the cells of encoded rows that the training rows do not prepare for: categories and missing values that no
 * training row has, and numbers outside of the range of the training rows. Not thread-safe.
 */
public final class UnseenCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] unseenByColumn;
    private final long[] outsideByColumn;
    private long rows;
    private long rowsWithUnseen;
    private long rowsOutside;

    /** The columns with such cells in the current row, which only counts if all of it can be encoded. */
    private final int[] unseenInRow;

    private final int[] outsideInRow;
    private int unseenCount;
    private int outsideCount;

    /** @param columns the number of feature columns of the {@link Encoding} */
    public UnseenCells(int columns) {
        unseenByColumn = new long[columns];
        outsideByColumn = new long[columns];
        unseenInRow = new int[columns];
        outsideInRow = new int[columns];
    }

    /** Adds the counts of other rows. */
    public void add(UnseenCells other) {
        rows += other.rows;
        rowsWithUnseen += other.rowsWithUnseen;
        rowsOutside += other.rowsOutside;
        Arrays.setAll(unseenByColumn, i -> unseenByColumn[i] + other.unseenByColumn[i]);
        Arrays.setAll(outsideByColumn, i -> outsideByColumn[i] + other.outsideByColumn[i]);
    }

    void startRow() {
        unseenCount = 0;
        outsideCount = 0;
    }

    void addUnseen(int column) {
        unseenInRow[unseenCount++] = column;
    }

    void addOutside(int column) {
        outsideInRow[outsideCount++] = column;
    }

    void endRow() {
        rows++;
        rowsWithUnseen += unseenCount > 0 ? 1 : 0;
        rowsOutside += outsideCount > 0 ? 1 : 0;
        for (int i = 0; i < unseenCount; i++) {
            unseenByColumn[unseenInRow[i]]++;
        }
        for (int i = 0; i < outsideCount; i++) {
            outsideByColumn[outsideInRow[i]]++;
        }
    }

    /** Returns the number of rows. */
    public long rows() {
        return rows;
    }

    /** Returns the number of rows with a category or a missing value that no training row has. */
    public long rowsWithUnseen() {
        return rowsWithUnseen;
    }

    /** Returns the number of rows with a number outside of the range of the training rows. */
    public long rowsOutside() {
        return rowsOutside;
    }

    /** Returns the number of rows with a category or missing value in a feature column that no training row has. */
    public long unseen(int column) {
        return unseenByColumn[column];
    }

    /** Returns the number of rows whose number in a feature column is outside of the range of the training rows. */
    public long outside(int column) {
        return outsideByColumn[column];
    }
}
