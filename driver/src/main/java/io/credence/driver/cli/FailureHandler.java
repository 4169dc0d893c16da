package io.credence.driver.cli;

import io.credence.driver.UserException;
import io.credence.kernels.InvalidSettingException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Converts exceptions to a message on standard error and an exit code. A user error, even one thrown inside a Spark
 * task, is a single message without a stack trace. Any other failure is logged with its stack trace.
 */
final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("credence: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USER_ERROR;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command);
    }

    static int report(Throwable failure, CommandLine command) {
        Optional<Throwable> userError = userError(failure);
        if (userError.isPresent()) {
            LOG.debug("Stack trace of the user error", failure);
        } else {
            LOG.error("Failed", failure);
        }
        PrintWriter err = command.getErr();
        err.println("credence: " + message(userError.orElse(failure)));
        err.flush();
        return userError.isPresent() ? ExitCode.USER_ERROR : ExitCode.FAILED;
    }

    private static Optional<Throwable> userError(Throwable failure) {
        return ExceptionUtils.getThrowableList(failure).stream()
                .filter(t -> t instanceof UserException || t instanceof InvalidSettingException)
                .findFirst();
    }

    private static String message(Throwable failure) {
        return failure instanceof UserException || failure instanceof InvalidSettingException
                ? failure.getMessage()
                : "failed: " + firstLine(ExceptionUtils.getMessage(failure));
    }

    /** The message of a failed Spark job contains the stack traces of its tasks, which are already in the log. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
