package io.credence.ensemble.encoding;

/** The representation of a missing number, which depends on how many the training rows have. */
public enum MissingPlace {
    /** A missing number is encoded like the centre of the column, and the network cannot tell it apart. */
    NONE,
    /** The network learns a representation from the training rows, of which many enough lack the number. */
    COMMON,
    /** Few training rows lack the number, so training hides more of them from the network. */
    RARE,
    /** No training row lacks the number. The network learns a representation from numbers that training hides. */
    UNSEEN;

    /** Returns whether the network has a representation of a missing number. */
    public boolean isLearned() {
        return this != NONE;
    }

    /** Returns whether training must hide numbers, because the training rows have too few missing ones. */
    public boolean needsMasking() {
        return this == RARE || this == UNSEEN;
    }
}
