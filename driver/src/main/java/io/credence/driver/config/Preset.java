package io.credence.driver.config;

/** The values of settings that a configuration leaves out; the configuration's {@code training.preset}. */
enum Preset {
    /** Every setting has its own default: for configurations that state all that matters. */
    NONE,
    /** A small network that trains in seconds, for trying things out. */
    FAST,
    /** The recipe that wins on validation rows for its cost. */
    DEFAULT,
    /** The same with more members and more steps, at about four times the cost or more. */
    BEST
}
