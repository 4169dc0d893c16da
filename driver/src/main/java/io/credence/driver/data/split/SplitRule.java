package io.credence.driver.data.split;

import io.credence.driver.data.input.Split;
import java.io.Serializable;

/** How the rows of an input are split. */
public sealed interface SplitRule extends Serializable {
    /**
     * Returns the split of a row.
     *
     * @throws io.credence.ensemble.encoding.InvalidRowException if the row does not say
     */
    Split of(RowCursor row);

    /** All rows are in the same split: an input of its own. */
    record Whole(Split split) implements SplitRule {
        @Override
        public Split of(RowCursor row) {
            return split;
        }
    }

    /** Rows or groups of rows are drawn at random. */
    record Random() implements SplitRule {
        @Override
        public Split of(RowCursor row) {
            return row.drawnSplit();
        }
    }

    /** A column names the split of each row. */
    record Named() implements SplitRule {
        @Override
        public Split of(RowCursor row) {
            return row.namedSplit();
        }
    }

    /**
     * The latest rows are for testing, those before them for validation.
     *
     * @param validationFrom the time of the first validation row
     * @param testFrom the time of the first test row
     */
    record Latest(long validationFrom, long testFrom) implements SplitRule {
        @Override
        public Split of(RowCursor row) {
            long time = row.time();
            if (time >= testFrom) {
                return Split.TEST;
            }
            return time >= validationFrom ? Split.VALIDATION : Split.TRAIN;
        }
    }
}
