package io.credence.driver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.UserException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter.Result;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class UserErrorFilterTest {
    private final UserErrorFilter filter = new UserErrorFilter();

    @Test
    void eventWithoutAMessage_isLeftToTheLogger() {
        assertThat(filter("org.apache.spark.SparkContext", null, null)).isEqualTo(Result.NEUTRAL);
        assertThat(filter("org.apache.spark.SparkContext", null, new IllegalStateException((String) null)))
                .isEqualTo(Result.NEUTRAL);
    }

    @Test
    void reportsOfSpark_aboutErrorsOfTheUser_areDropped() {
        Throwable wrapped = new IllegalStateException("task", new UserException("row 3 is malformed"));

        assertThat(ofSpark("Lost task 0.0: " + UserException.class.getName() + ": row 3", null))
                .isEqualTo(Result.DENY);
        assertThat(ofSpark("Exception in task 0.0", wrapped)).isEqualTo(Result.DENY);
    }

    @Test
    void otherMessages_areLeftToTheLogger() {
        UserException mistake = new UserException("row 3 is malformed");

        assertThat(ofSpark("Exception in task 0.0", new IllegalStateException("disk full")))
                .isEqualTo(Result.NEUTRAL);
        assertThat(filter("io.credence.driver.cli.FailureHandler", "Failed", mistake))
                .isEqualTo(Result.NEUTRAL);
    }

    private Result ofSpark(String message, Throwable thrown) {
        return filter("org.apache.spark.executor.Executor", message, thrown);
    }

    private Result filter(String logger, String message, Throwable thrown) {
        return filter.filter(Log4jLogEvent.newBuilder()
                .setLoggerName(logger)
                .setLevel(Level.ERROR)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .build());
    }
}
