package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;
import java.util.stream.Stream;

/** A profile of a column of numbers: moments and range, and whether the column merely numbers the rows. */
final class NumberProfile extends ColumnProfile {
    private static final long serialVersionUID = 1L;

    private final Moments training = new Moments();
    private final RowNumbering[] numberings =
            Stream.of(Split.values()).map(split -> new RowNumbering()).toArray(RowNumbering[]::new);

    NumberProfile(String name) {
        super(name);
    }

    @Override
    void addPresent(RowCells row, int column, Split split) {
        double value = requireUsable(name(), row.number(column));
        if (split == Split.TRAIN) {
            training.add(value);
        }
        numberings[split.ordinal()].add(value);
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
        for (int i = 0; i < numberings.length; i++) {
            numberings[i].add(numbers.numberings[i]);
        }
    }

    /** Returns the moments of the training rows. */
    Moments training() {
        return training;
    }

    /**
     * Returns whether the column numbers the rows of the input. The input has the rows of all splits, or those of
     * training and validation, or of training alone, if the others are inputs of their own.
     */
    boolean countsRows() {
        RowNumbering input = new RowNumbering();
        for (Split split : new Split[] {Split.TRAIN, Split.VALIDATION, Split.TEST}) {
            input.add(numberings[split.ordinal()]);
            if (input.isConsecutive()) {
                return true;
            }
        }
        return false;
    }
}
