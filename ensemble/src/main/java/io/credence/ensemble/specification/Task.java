package io.credence.ensemble.specification;

/** The kind of prediction, which determines the network's outputs and the applicable losses. */
public enum Task {
    /** A real number for every row; the network's outputs are a mean and a variance. */
    REGRESSION,
    /** One of a fixed list of labels for every row; the network's outputs are one logit per label. */
    CLASSIFICATION,
    /**
     * A vector for every row, close to the vectors of rows with the same label and far from all others. One network
     * embeds all rows.
     */
    EMBEDDING
}
