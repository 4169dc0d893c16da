package io.credence.driver.config;

/** What is done to numeric features before a network reads them. */
public enum Scaling {
    /** The training rows' mean is taken off and their standard deviation divided out. */
    STANDARD,
    /** They are read as they are, for features that already share a scale, such as pixels from 0 to 1. */
    NONE
}
