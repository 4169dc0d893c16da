package io.credence.driver.data.profile;

import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import io.credence.ensemble.exact.Moments;
import java.io.Serializable;
import java.util.function.Supplier;

/** What a pass over all rows learns of the label: as a number for a regression, as a class otherwise. */
public final class LabelProfile implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final boolean regression;
    private final RowDefect missing = new RowDefect();
    private final RowDefect unusable = new RowDefect();
    private final Moments training = new Moments();
    private final CategoryCounts classes = new CategoryCounts();

    LabelProfile(String name, boolean regression) {
        this.name = name;
        this.regression = regression;
    }

    /** @param description shows the row to the user; only asked for if the label is defective */
    void add(RowCells row, int column, Split split, long key, Supplier<String> description) {
        if (row.isMissing(column)) {
            missing.add(key, description.get());
            return;
        }
        try {
            if (!regression) {
                classes.add(row.text(column), split);
                return;
            }
            double value = NumberProfile.usable(name, row.number(column));
            if (split == Split.TRAIN) {
                training.add(value);
            }
        } catch (InvalidRowException e) {
            unusable.add(key, description.get());
        }
    }

    void add(LabelProfile other) {
        missing.add(other.missing);
        unusable.add(other.unusable);
        training.add(other.training);
        classes.add(other.classes);
    }

    /** Rows whose label is null or NaN. */
    RowDefect missing() {
        return missing;
    }

    /** Rows whose label is infinite or, for a regression, not a number. */
    RowDefect unusable() {
        return unusable;
    }

    /** The labels of the training rows, for a regression. */
    public Moments training() {
        return training;
    }

    /** How often each class occurs, for a classification. */
    CategoryCounts classes() {
        return classes;
    }
}
