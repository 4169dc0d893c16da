package io.credence.ensemble.encoding;

/**
 * Encoded rows, read in any order: an immutable piece of one split. A row is its features and its targets, both float32: one
 * scaled value for a regression, the label's index for classes.
 */
public interface Shard {
    /** The number of rows. */
    int rows();

    /** The number of values that the network reads of a row. */
    int features();

    /**
     * Copies one row.
     *
     * @param row the row, in [0, rows)
     * @param features receives the row's features from {@code featuresOffset} on
     * @param targets receives the row's target at {@code targetsOffset}
     */
    void read(int row, float[] features, int featuresOffset, float[] targets, int targetsOffset);
}
