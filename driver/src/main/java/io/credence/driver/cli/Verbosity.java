package io.credence.driver.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** How much a command says on standard error. */
enum Verbosity {
    /** Warnings and errors only. */
    QUIET(Level.WARN),
    /** Progress and one line a phase. */
    NORMAL(Level.INFO),
    /** Details, and the stack trace of the user's mistakes as well. */
    VERBOSE(Level.DEBUG);

    private final Level level;

    Verbosity(Level level) {
        this.level = level;
    }

    /** Sets the level of our own loggers; what Spark's say is up to the logging configuration. */
    void apply() {
        Configurator.setLevel("io.credence", level);
    }
}
