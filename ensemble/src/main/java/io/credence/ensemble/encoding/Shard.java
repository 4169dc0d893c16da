package io.credence.ensemble.encoding;

/**
 * An immutable part of one split: encoded rows with random access. A row has float32 features and one float32 target,
 * which is a scaled value for regression and the index of the class for classification.
 */
public interface Shard {
    /** Returns the number of rows. */
    int rows();

    /** Returns the number of features of a row. */
    int features();

    /**
     * Copies one row.
     *
     * @param row the row, in [0, rows)
     * @param features receives the row's features starting at {@code featuresOffset}
     * @param targets receives the row's target at {@code targetsOffset}
     */
    void read(int row, float[] features, int featuresOffset, float[] targets, int targetsOffset);
}
