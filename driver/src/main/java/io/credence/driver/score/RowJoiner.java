package io.credence.driver.score;

import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/**
 * Joins two rows in Spark's binary form to one with the columns of both.
 *
 * <p>Such a row has a bit for each column that is null, padded to 8 bytes, then a word of 8 bytes for each column, then
 * the values that need more than a word. The word of such a value is a pointer: its offset from the start of the row in
 * the upper 32 bits, and its size in the lower ones. A join copies the parts as they are and moves the pointers.
 * Spark's own {@code UnsafeProjection} and {@code UnsafeRowJoiner} do the same by generated code, which for thousands
 * of columns takes longer to compile than the rows take to score.
 */
final class RowJoiner {
    private final int leftColumns;
    private final int rightColumns;
    private final int leftHeader;
    private final int rightHeader;
    private final int header;
    private final int[] leftPointers;
    private final int[] rightPointers;
    private final UnsafeRow joined;
    private byte[] bytes = new byte[0];

    RowJoiner(StructType left, StructType right) {
        this.leftColumns = left.size();
        this.rightColumns = right.size();
        this.leftHeader = header(leftColumns);
        this.rightHeader = header(rightColumns);
        this.header = header(leftColumns + rightColumns);
        this.leftPointers = pointers(left);
        this.rightPointers = pointers(right);
        this.joined = new UnsafeRow(leftColumns + rightColumns);
    }

    private static int header(int columns) {
        return UnsafeRow.calculateBitSetWidthInBytes(columns) + columns * UnsafeRow.WORD_SIZE;
    }

    /** Returns the columns whose words may be pointers. */
    private static int[] pointers(StructType schema) {
        return IntStream.range(0, schema.size())
                .filter(column -> !UnsafeRow.isFixedLength(schema.fields()[column].dataType()))
                .toArray();
    }

    /** Returns the joined row in an object that the next call reuses. */
    UnsafeRow join(UnsafeRow left, UnsafeRow right) {
        int leftValues = left.getSizeInBytes() - leftHeader;
        int rightValues = right.getSizeInBytes() - rightHeader;
        int size = header + leftValues + rightValues;
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, 2 * bytes.length)];
        }
        copyNulls(left, right);
        int words = UnsafeRow.calculateBitSetWidthInBytes(leftColumns + rightColumns);
        int rightWords = words + leftColumns * UnsafeRow.WORD_SIZE;
        copy(left, leftHeader - leftColumns * UnsafeRow.WORD_SIZE, words, leftColumns * UnsafeRow.WORD_SIZE);
        copy(right, rightHeader - rightColumns * UnsafeRow.WORD_SIZE, rightWords, rightColumns * UnsafeRow.WORD_SIZE);
        copy(left, leftHeader, header, leftValues);
        copy(right, rightHeader, header + leftValues, rightValues);
        move(leftPointers, words, header - leftHeader);
        move(rightPointers, rightWords, header + leftValues - rightHeader);
        joined.pointTo(bytes, size);
        return joined;
    }

    private void copyNulls(UnsafeRow left, UnsafeRow right) {
        int leftBytes = UnsafeRow.calculateBitSetWidthInBytes(leftColumns);
        int allBytes = UnsafeRow.calculateBitSetWidthInBytes(leftColumns + rightColumns);
        copy(left, 0, 0, leftBytes);
        for (int offset = leftBytes; offset < allBytes; offset += Long.BYTES) {
            Platform.putLong(bytes, address(offset), 0);
        }
        for (int column = 0; column < rightColumns; column++) {
            if (right.isNullAt(column)) {
                int bit = leftColumns + column;
                long address = address(bit / Long.SIZE * Long.BYTES);
                Platform.putLong(bytes, address, Platform.getLong(bytes, address) | 1L << bit % Long.SIZE);
            }
        }
    }

    private void copy(UnsafeRow from, int start, int target, int length) {
        Platform.copyMemory(from.getBaseObject(), from.getBaseOffset() + start, bytes, address(target), length);
    }

    /** The word of a null is 0, unless room is kept for its value. */
    private void move(int[] pointers, int words, int distance) {
        for (int column : pointers) {
            long address = address(words + column * UnsafeRow.WORD_SIZE);
            long pointer = Platform.getLong(bytes, address);
            if (pointer != 0) {
                Platform.putLong(bytes, address, pointer + ((long) distance << Integer.SIZE));
            }
        }
    }

    private static long address(int offset) {
        return Platform.BYTE_ARRAY_OFFSET + (long) offset;
    }
}
