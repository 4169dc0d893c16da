package io.credence.driver.data.profile;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;

/** A profile of a column of numbers: moments and range, and whether the column merely counts the rows. */
final class NumberProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    private final Moments training = new Moments();
    private boolean integral = true;
    private long present;
    private long minimum = Long.MAX_VALUE;
    private long maximum = Long.MIN_VALUE;
    private long sum;
    private long sumOfSquares;

    NumberProfile(String name) {
        super(name);
    }

    @Override
    void addPresent(RowCells row, int column, boolean isTraining) {
        double value = requireUsable(name(), row.number(column));
        if (isTraining) {
            training.add(value);
        }
        present++;
        long rounded = (long) value;
        integral &= rounded == value;
        minimum = Math.min(minimum, rounded);
        maximum = Math.max(maximum, rounded);
        sum += rounded;
        sumOfSquares += rounded * rounded;
    }

    /** @throws InvalidRowException if the value is infinite or too large to be squared */
    static double requireUsable(String column, double value) {
        if (!(Math.abs(value) <= Moments.LARGEST)) {
            throw new InvalidRowException(column, value, "finite");
        }
        return value;
    }

    @Override
    void add(ColumnProfile other) {
        super.add(other);
        NumberProfile numbers = (NumberProfile) other;
        training.add(numbers.training);
        integral &= numbers.integral;
        present += numbers.present;
        minimum = Math.min(minimum, numbers.minimum);
        maximum = Math.max(maximum, numbers.maximum);
        sum += numbers.sum;
        sumOfSquares += numbers.sumOfSquares;
    }

    /** Returns the moments of the training rows. */
    Moments training() {
        return training;
    }

    /**
     * Returns whether the values are the consecutive integers n, n + 1, ..., each once, as in a column of row numbers.
     * Compares the count, the sum and the sum of squares (both modulo 2^64) with those of the range.
     */
    boolean countsRows() {
        if (!integral || present < 20 || maximum - minimum != present - 1) {
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
