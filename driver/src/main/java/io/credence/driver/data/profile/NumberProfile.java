package io.credence.driver.data.profile;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;

/** Mean, spread and range of a column of numbers, and whether it merely counts the rows. */
final class NumberProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    private final Moments training = new Moments();
    private boolean whole = true;
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
        double value = usable(name(), row.number(column));
        if (isTraining) {
            training.add(value);
        }
        present++;
        long rounded = (long) value;
        whole &= rounded == value;
        minimum = Math.min(minimum, rounded);
        maximum = Math.max(maximum, rounded);
        sum += rounded;
        sumOfSquares += rounded * rounded;
    }

    /** @throws InvalidRowException if the value is infinite or too large to be squared */
    static double usable(String column, double value) {
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
        whole &= numbers.whole;
        present += numbers.present;
        minimum = Math.min(minimum, numbers.minimum);
        maximum = Math.max(maximum, numbers.maximum);
        sum += numbers.sum;
        sumOfSquares += numbers.sumOfSquares;
    }

    /** Of the training rows. */
    Moments training() {
        return training;
    }

    /**
     * Whether the values are n, n + 1, n + 2, ... each once, as row numbers are: as many as their range has, with the same sum and sum of
     * squares (both modulo 2^64).
     */
    boolean countsRows() {
        if (!whole || present < 20 || maximum - minimum != present - 1) {
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
