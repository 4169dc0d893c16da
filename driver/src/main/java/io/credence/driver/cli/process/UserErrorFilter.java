package io.credence.driver.cli.process;

import io.credence.driver.UserException;
import io.credence.ensemble.encoding.InvalidRowException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/**
 * Drops what Spark logs about a task or a job that failed because of a row. Spark reports it several times for every
 * attempt, and the command reports it once, as the reason why it ends.
 */
public final class UserErrorFilter extends AbstractFilter {
    UserErrorFilter() {}

    /**
     * Filters what reaches the root logger of this process from now on. A filter of the whole configuration would also
     * see every message below the level of its logger.
     */
    public static void install() {
        LoggerContext.getContext(false).getConfiguration().getRootLogger().addFilter(new UserErrorFilter());
    }

    @Override
    public Result filter(LogEvent event) {
        boolean reportsRow = event.getLoggerName().startsWith("org.apache.spark")
                && (namesUserError(event.getMessage().getFormattedMessage())
                        || event.getThrown() != null && isUserError(event.getThrown()));
        return reportsRow ? Result.DENY : Result.NEUTRAL;
    }

    /** The message about a lost task contains the stack trace of the task. Some exceptions have no message. */
    private static boolean namesUserError(String message) {
        return message != null
                && (message.contains(InvalidRowException.class.getName())
                        || message.contains(UserException.class.getName()));
    }

    private static boolean isUserError(Throwable thrown) {
        return ExceptionUtils.getThrowableList(thrown).stream()
                .anyMatch(cause -> cause instanceof InvalidRowException
                        || cause instanceof UserException
                        || namesUserError(cause.getMessage()));
    }
}
