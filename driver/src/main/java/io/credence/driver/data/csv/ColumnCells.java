package io.credence.driver.data.csv;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;

/** What the cells of one column of a CSV file have in common, which decides the type of the column. */
final class ColumnCells implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final char REPLACEMENT = '\uFFFD';

    private long numbers;
    private long others;
    private boolean codes;
    private boolean integral = true;
    private long minimum;
    private long maximum;
    private DataType otherType = DataTypes.NullType;
    private String undecodable;

    /**
     * Adds a cell.
     *
     * @param cell null if it is empty
     * @param spark finds the type of cells that are not numbers
     */
    void add(String cell, NumberText notation, CSVInferSchema spark) {
        if (cell == null || NumberText.isMissing(cell)) {
            return;
        }
        if (notation.isNumber(cell)) {
            addNumber(notation.plain(cell.strip()));
            return;
        }
        others++;
        otherType = spark.inferField(otherType, cell);
        if (cell.indexOf(REPLACEMENT) >= 0) {
            undecodable = smaller(undecodable, cell);
        }
    }

    private void addNumber(String number) {
        numbers++;
        int first = number.charAt(0) == '-' || number.charAt(0) == '+' ? 1 : 0;
        codes |= number.length() > first + 1 && number.charAt(first) == '0' && isInteger(number, first);
        if (!integral) {
            return;
        }
        if (number.length() - first > 18 || !isInteger(number, first)) {
            integral = false;
            return;
        }
        long value = Long.parseLong(number);
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
    }

    private static boolean isInteger(String number, int first) {
        for (int i = first; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Merges other cells of the same column into these. */
    void add(ColumnCells other, CSVInferSchema spark) {
        numbers += other.numbers;
        others += other.others;
        codes |= other.codes;
        integral &= other.integral;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        otherType = spark.mergeRowTypes(new DataType[] {otherType}, new DataType[] {other.otherType})[0];
        undecodable = smaller(undecodable, other.undecodable);
    }

    /** The smaller of two examples, so that a message does not depend on the layout of the rows. */
    private static String smaller(String a, String b) {
        return a == null || b != null && b.compareTo(a) < 0 ? b : a;
    }

    /** Returns whether all cells are empty or words for a missing value. */
    boolean isEmpty() {
        return numbers + others == 0;
    }

    /**
     * Returns the type of the column. Integers with leading zeros are codes, such as postcodes, so they are strings.
     */
    DataType type() {
        if (others == 0 && numbers > 0 && !codes) {
            return numberType();
        }
        boolean isText = numbers > 0 || otherType instanceof NullType || otherType instanceof NumericType;
        return isText ? DataTypes.StringType : otherType;
    }

    private DataType numberType() {
        if (!integral) {
            return DataTypes.DoubleType;
        }
        boolean isShort = minimum >= Integer.MIN_VALUE && maximum <= Integer.MAX_VALUE;
        return isShort ? DataTypes.IntegerType : DataTypes.LongType;
    }

    /** Returns a cell with bytes that are invalid in the encoding of the file; null if there is none. */
    String undecodable() {
        return undecodable;
    }
}
