package io.credence.driver.data.profile;

import java.io.Serializable;

/**
 * Finds out whether numbers are 0, 1, 2, ... or 1, 2, 3, ..., each once, in any order, as the index of a table is.
 * Compares the count, the sum and the sum of squares (both modulo 2^64) with those of the range.
 */
final class RowNumbering implements Serializable {
    private static final long serialVersionUID = 1L;

    /** With fewer rows, a feature may look like an index by chance. */
    private static final int MIN_ROWS = 20;

    private boolean integral = true;
    private long present;
    private long minimum = Long.MAX_VALUE;
    private long maximum = Long.MIN_VALUE;
    private long sum;
    private long sumOfSquares;

    void add(double value) {
        present++;
        long rounded = (long) value;
        integral &= rounded == value;
        minimum = Math.min(minimum, rounded);
        maximum = Math.max(maximum, rounded);
        sum += rounded;
        sumOfSquares += rounded * rounded;
    }

    void add(RowNumbering other) {
        integral &= other.integral;
        present += other.present;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        sum += other.sum;
        sumOfSquares += other.sumOfSquares;
    }

    boolean isConsecutive() {
        boolean isRange = integral && present >= MIN_ROWS && maximum - minimum == present - 1;
        if (!isRange || minimum != 0 && minimum != 1) {
            return false;
        }
        long expectedSum = 0;
        long expectedSquares = 0;
        for (long value = minimum; value <= maximum; value++) {
            expectedSum += value;
            expectedSquares += value * value;
        }
        return sum == expectedSum && sumOfSquares == expectedSquares;
    }
}
