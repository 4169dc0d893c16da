package io.credence.driver.score;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * Copies of consecutive rows in Spark's binary form, one after another in a single array that every chunk reuses, so
 * that no row costs an object.
 */
final class RowChunk {
    /** A chunk accepts no more rows beyond this many bytes, so that rows with long strings do not exhaust the heap. */
    private static final int FULL = 1 << 24;

    private final StructType schema;
    private final int[] ends;
    private final UnsafeRow row;
    private byte[] bytes = new byte[1 << 16];
    private int rows;
    /** Created for the first row that is not in binary form, which few sources produce. */
    private UnsafeProjection toBinary;

    /** @param capacity the maximum number of rows, at least 1 */
    RowChunk(StructType schema, int capacity) {
        this.schema = schema;
        this.ends = new int[capacity];
        this.row = new UnsafeRow(schema.size());
    }

    void clear() {
        rows = 0;
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return rows == ends.length || size() >= FULL;
    }

    /** Appends a copy of a row. */
    void add(InternalRow added) {
        UnsafeRow binary = added instanceof UnsafeRow unsafe ? unsafe : toBinary(added);
        int start = size();
        int end = Math.addExact(start, binary.getSizeInBytes());
        if (end > bytes.length) {
            byte[] larger = new byte[(int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * bytes.length))];
            System.arraycopy(bytes, 0, larger, 0, start);
            bytes = larger;
        }
        Platform.copyMemory(
                binary.getBaseObject(),
                binary.getBaseOffset(),
                bytes,
                Platform.BYTE_ARRAY_OFFSET + (long) start,
                binary.getSizeInBytes());
        ends[rows++] = end;
    }

    private UnsafeRow toBinary(InternalRow added) {
        if (toBinary == null) {
            toBinary = UnsafeProjection.create(schema);
        }
        return toBinary.apply(added);
    }

    /** Returns a row of the chunk in an object that the next call reuses. */
    UnsafeRow row(int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        row.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + (long) start, ends[index] - start);
        return row;
    }

    private int size() {
        return rows == 0 ? 0 : ends[rows - 1];
    }
}
