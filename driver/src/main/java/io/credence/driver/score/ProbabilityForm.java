package io.credence.driver.score;

/** The form of the probabilities of the classes. */
public enum ProbabilityForm {
    /** One column, {@code probability}: an array in the order of the model's labels. */
    ARRAY,
    /** One column, {@code probability}: a map from labels to probabilities. */
    MAP,
    /** A column for each class, {@code probability_} and its label. */
    COLUMNS
}
