package io.credence.driver.data.input;

import io.credence.driver.UserException;
import io.credence.ensemble.encoding.InvalidRowException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Separates user errors from other failures of a Spark job by inspecting the chain of causes. */
public final class SparkFailures {
    private static final int MAX_CAUSES = 30;

    /** The prefix of a multi-line message that names the file, its header, and the first column that differs. */
    private static final String CSV_HEADER = "CSV header";

    private SparkFailures() {}

    /**
     * Runs a job, converting failures caused by its input to user errors.
     *
     * @param what the input in error messages, such as {@code data.input x.csv}
     * @throws UserException if a row or a file of the input is invalid; other exceptions are rethrown unchanged
     */
    public static <T> T reading(String what, Supplier<T> job) {
        try {
            return job.get();
        } catch (RuntimeException e) {
            throw asUserException(what, e);
        } catch (Exception e) { // Scala's checked exceptions, such as AnalysisException, are not declared
            throw asUserException(what, new IllegalStateException(e));
        }
    }

    /**
     * Runs {@link #reading a job} on a source. While a source is opened, an error of its own or an invalid option is
     * the user's mistake too. The message does not contain the value of an option, unless the source is a file.
     */
    public static <T> T readingFrom(String what, InputSource source, Supplier<T> job) {
        try {
            return job.get();
        } catch (UserException e) {
            throw e;
        } catch (Exception e) { // Scala's checked exceptions are not declared
            RuntimeException known = asUserException(
                    what, e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e));
            boolean isOfOptions = e instanceof IllegalArgumentException || e instanceof AnalysisException;
            boolean isOfJob = e instanceof SparkException; // such as a lost executor
            if (source.isFiles() ? known instanceof UserException || !isOfOptions : isOfJob) {
                throw known;
            }
            String message = firstLine(deepest(e));
            for (String secret : source.isFiles()
                    ? Set.<String>of()
                    : Set.copyOf(source.options().values())) {
                message = message.replace(secret, "...");
            }
            throw new UserException(what + " cannot be read: " + message, source.isFiles() ? e : null);
        }
    }

    private static RuntimeException asUserException(String what, RuntimeException failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof UserException user) {
                return user;
            }
            if (cause instanceof InvalidRowException) {
                return new UserException(what + " cannot be used: " + cause.getMessage(), failure);
            }
            if (isOfInput(cause)) {
                return new UserException(what + " cannot be read: " + firstLine(deepest(cause)), failure);
            }
            cause = cause.getCause();
        }
        return failure;
    }

    private static boolean isOfInput(Throwable cause) {
        if (cause instanceof FileNotFoundException
                || cause instanceof AccessControlException
                || cause instanceof UnsupportedFileSystemException
                || isOfLibsvm(cause)) {
            return true;
        }
        if (!(cause instanceof SparkThrowable spark) || spark.getCondition() == null) {
            return false;
        }
        String condition = spark.getCondition();
        return condition.startsWith("FAILED_READ_FILE")
                || condition.startsWith("MALFORMED")
                || condition.startsWith("UNABLE_TO_INFER_SCHEMA")
                || condition.startsWith("PATH_NOT_FOUND")
                || condition.startsWith("COLUMN_ALREADY_EXISTS")
                || condition.startsWith("DATA_SOURCE_NOT_FOUND")
                || condition.startsWith("CANNOT_READ")
                || condition.startsWith("INVALID_SCHEMA")
                || condition.startsWith("PARSE_SYNTAX_ERROR")
                || condition.startsWith("UNSUPPORTED_DATATYPE");
    }

    /**
     * Spark's libsvm parser throws plain exceptions without an error condition, so they are recognised by their stack
     * trace.
     */
    private static boolean isOfLibsvm(Throwable cause) {
        return cause instanceof IllegalArgumentException
                && Arrays.stream(cause.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("parseLibSVMRecord"));
    }

    /**
     * Returns the innermost cause, which is the most informative: Spark wraps errors in messages about their location.
     */
    private static Throwable deepest(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause.getCause() != null && i < MAX_CAUSES; i++) {
            cause = cause.getCause();
        }
        boolean isInformative =
                cause instanceof IOException || cause instanceof SparkThrowable || cause.getMessage() != null;
        return isInformative ? cause : failure;
    }

    private static String firstLine(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (message.startsWith(CSV_HEADER)) {
            return message.lines().map(String::strip).collect(Collectors.joining(" "));
        }
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
    }
}
