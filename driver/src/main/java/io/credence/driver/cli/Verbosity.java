package io.credence.driver.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** The amount of output on standard error. */
enum Verbosity {
    /** Warnings and errors only. */
    QUIET(Level.WARN),
    /** Progress, and one line for each phase. */
    NORMAL(Level.INFO),
    /** Details, and also the stack traces of user errors. */
    VERBOSE(Level.DEBUG);

    private final Level level;

    Verbosity(Level level) {
        this.level = level;
    }

    /** Sets the level of Credence's loggers. The logging configuration controls Spark's loggers. */
    void apply() {
        Configurator.setLevel("io.credence", level);
    }
}
