package io.credence.kernels.random;

/**
 * The purpose of a random stream. Streams of one seed and different purposes are independent. The order of the
 * constants is part of every trained model's definition: append, never insert.
 */
public enum Purpose {
    /** The seeds of an ensemble's members. */
    MEMBER,
    /** The initial weights of a network. */
    INITIALIZATION,
    /** The order of shards and rows in an epoch. */
    BATCH_ORDER,
    /** The units that dropout drops. */
    DROPOUT,
    /** The noise of variational weights. */
    WEIGHT_NOISE,
    /** All draws of calibration and evaluation. */
    EVALUATION,
    /** The cells of training rows that are hidden from a network. */
    MASKING
}
