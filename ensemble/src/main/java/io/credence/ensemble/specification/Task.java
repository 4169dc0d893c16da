package io.credence.ensemble.specification;

/** What a model is asked for; it decides the network's outputs and the losses that make sense. */
public enum Task {
    /** A real number for every row: the network gives a mean and a variance. */
    REGRESSION,
    /** One of a fixed list of labels for every row: the network gives one logit a label. */
    CLASSIFICATION,
    /** A point in space for every row, near the points of its own label and away from the others. One network places all rows. */
    EMBEDDING
}
