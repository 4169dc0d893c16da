package io.credence.driver.data.profile;

import io.credence.driver.data.input.ColumnKind;
import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.encoding.RowCells;
import java.io.Serializable;

/**
 * What is learnt of one feature column in a pass over all rows: statistics of the training rows, defects of all rows. Every part of it is
 * independent of the order and the grouping of the rows.
 */
abstract sealed class ColumnProfile implements Serializable permits NumberProfile, TextProfile, VectorProfile {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final RowDefect unusable = new RowDefect();
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

    final void add(RowCells row, int column, boolean training, long key) {
        if (row.isMissing(column)) {
            missing += training ? 1 : 0;
            return;
        }
        try {
            addPresent(row, column, training);
        } catch (InvalidRowException e) {
            unusable.add(key, e.getMessage());
        }
    }

    /** @throws InvalidRowException if the value cannot be encoded */
    abstract void addPresent(RowCells row, int column, boolean training);

    /** Adds the rows of another profile of the same column. */
    void add(ColumnProfile other) {
        missing += other.missing;
        unusable.add(other.unusable);
    }

    /** The column. */
    final String name() {
        return name;
    }

    /** How many training rows have no value. */
    final long missing() {
        return missing;
    }

    /** Rows of any split whose value cannot be encoded. */
    final RowDefect unusable() {
        return unusable;
    }
}
