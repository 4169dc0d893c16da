package io.credence.driver.cli.process;

import io.credence.driver.UserException;
import io.credence.ensemble.encoding.InvalidRowException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.apache.logging.log4j.message.Message;

/**
 * Drops what Spark logs about a task or a job that failed because of a row. Spark reports it several times for every
 * attempt, and the command reports it once, as the reason why it ends.
 */
public final class UserErrorFilter extends AbstractFilter {
    UserErrorFilter() {}

    /** Filters all loggers of this process from now on. */
    public static void install() {
        LoggerContext.getContext(false).getConfiguration().addFilter(new UserErrorFilter());
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, Message message, Throwable thrown) {
        return of(logger, message.getFormattedMessage(), thrown);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, Object message, Throwable thrown) {
        return of(logger, String.valueOf(message), thrown);
    }

    @Override
    public Result filter(Logger logger, Level level, Marker marker, String message, Object... parameters) {
        return of(logger, message, null);
    }

    private static Result of(Logger logger, String message, Throwable thrown) {
        boolean reportsRow = logger.getName().startsWith("org.apache.spark")
                && (names(message) || thrown != null && isOfRow(thrown));
        return reportsRow ? Result.DENY : Result.NEUTRAL;
    }

    /**
     * Returns whether a message names an error of the user. The message about a lost task does, because it contains the
     * task's stack trace. The message is null when a caller only checks whether a level is enabled.
     */
    private static boolean names(String message) {
        return message != null
                && (message.contains(InvalidRowException.class.getName())
                        || message.contains(UserException.class.getName()));
    }

    private static boolean isOfRow(Throwable thrown) {
        return ExceptionUtils.getThrowableList(thrown).stream()
                .anyMatch(cause -> cause instanceof InvalidRowException
                        || cause instanceof UserException
                        || names(cause.getMessage()));
    }
}
