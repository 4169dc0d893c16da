package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.driver.data.split.NumberHistogram;
import io.credence.driver.data.split.NumberOrder;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.encoding.LabelSummary;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;
import java.io.Serializable;
import java.util.function.Supplier;

/** A profile of the label: statistics of a number for a regression, counts of classes otherwise. */
final class LabelProfile implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MAX_CELLS = 1 << 10;

    private final String name;
    private final LabelKind kind;
    private final RowDefect missing = new RowDefect();
    private final RowDefect invalid = new RowDefect();
    private final RowDefect unsuited = new RowDefect();
    private final Moments training = new Moments();
    private final Moments logarithms = new Moments();
    private final LabelNumbers trainingNumbers = new LabelNumbers();
    private final CategoryCounts classes = new CategoryCounts();
    private final NumberHistogram numbers = new NumberHistogram(MAX_CELLS);

    LabelProfile(String name, LabelKind kind) {
        this.name = name;
        this.kind = kind;
    }

    /** @param description describes the row to the user; called only if the label is missing or invalid */
    void add(RowCells row, int column, Split split, long key, Supplier<String> description) {
        if (row.isMissing(column)) {
            missing.add(key, description.get());
            return;
        }
        try {
            if (!kind.isNumber()) {
                classes.add(row.text(column), split);
                return;
            }
            double value = NumberProfile.requireUsable(name, row.number(column));
            if (!kind.allows(value)) {
                unsuited.add(key, description.get());
                return;
            }
            numbers.add(NumberOrder.of(value));
            if (split == Split.TRAIN) {
                training.add(value);
                trainingNumbers.add(value);
                if (kind == LabelKind.POSITIVE) {
                    logarithms.add(kind.transformed(value));
                }
            }
        } catch (InvalidRowException e) {
            invalid.add(key, description.get());
        }
    }

    void add(LabelProfile other) {
        missing.add(other.missing);
        invalid.add(other.invalid);
        unsuited.add(other.unsuited);
        training.add(other.training);
        logarithms.add(other.logarithms);
        trainingNumbers.add(other.trainingNumbers);
        classes.add(other.classes);
        numbers.add(other.numbers);
    }

    /** Returns the rows whose label is null or NaN. */
    RowDefect missing() {
        return missing;
    }

    /** Returns the rows whose label is infinite or, for a regression, not a number. */
    RowDefect invalid() {
        return invalid;
    }

    /** Returns the rows whose label is a number that the likelihood does not allow. */
    RowDefect unsuited() {
        return unsuited;
    }

    /** Returns the moments of the numbers that are standardised: of the labels, or of their logarithms. */
    Moments standardized() {
        return kind == LabelKind.POSITIVE ? logarithms : training;
    }

    /** Returns what is known of the training labels, which must be numbers and at least one. */
    LabelSummary summary() {
        return trainingNumbers.summary(name, training);
    }

    LabelKind kind() {
        return kind;
    }

    /** Returns the moments of the training labels, for a regression. */
    Moments training() {
        return training;
    }

    /** Returns the labels of all rows, for a regression. */
    NumberHistogram numbers() {
        return numbers;
    }

    /** Returns the counts of the classes, for a classification. */
    CategoryCounts classes() {
        return classes;
    }
}
