package io.credence.driver.data.profile;

import io.credence.driver.data.input.ColumnKind;
import io.credence.driver.data.input.Split;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import java.io.Serializable;

/**
 * A profile of one feature column: statistics of the training rows and defects of all rows. It does not depend on the
 * order or the grouping of the rows.
 */
abstract sealed class ColumnProfile implements Serializable permits NumberProfile, TextProfile, VectorProfile {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final RowDefect invalid = new RowDefect();
    private long missing;

    ColumnProfile(String name) {
        this.name = name;
    }

    static ColumnProfile of(String name, ColumnKind kind) {
        return switch (kind) {
            case NUMBER -> new NumberProfile(name);
            case TEXT -> new TextProfile(name);
            case VECTOR -> new VectorProfile(name);
        };
    }

    final void add(RowCells row, int column, Split split, long key) {
        if (row.isMissing(column)) {
            missing += split == Split.TRAIN ? 1 : 0;
            return;
        }
        try {
            addPresent(row, column, split);
        } catch (InvalidRowException e) {
            invalid.add(key, e.getMessage());
        }
    }

    /** @throws InvalidRowException if the value cannot be encoded */
    abstract void addPresent(RowCells row, int column, Split split);

    /** Merges another profile of the same column into this one. */
    void add(ColumnProfile other) {
        missing += other.missing;
        invalid.add(other.invalid);
    }

    /** Returns the name of the column. */
    final String name() {
        return name;
    }

    /** Returns the number of training rows without a value. */
    final long missing() {
        return missing;
    }

    /** Returns the rows of all splits whose value cannot be encoded. */
    final RowDefect invalid() {
        return invalid;
    }
}
