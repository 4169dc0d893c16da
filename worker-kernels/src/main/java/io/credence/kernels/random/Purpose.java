package io.credence.kernels.random;

/**
 * What a random stream is for. Streams of one seed and different purposes are independent. The order of the constants is part of
 * every trained model's definition: append, never insert.
 */
public enum Purpose {
    /** The seeds of an ensemble's members. */
    MEMBER,
    /** The weights that a network starts from. */
    INITIALIZATION,
    /** The order of shards and rows in an epoch. */
    BATCH_ORDER,
    /** Which units dropout silences. */
    DROPOUT,
    /** The noise of weights that are distributions. */
    WEIGHT_NOISE,
    /** Anything drawn for calibration and evaluation. */
    EVALUATION
}
