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
 * Turns what was thrown into a message on standard error and an exit code. A mistake of the user is one message without a
 * stack trace, also where it was found inside a Spark task; anything else is ours to explain and comes with its trace.
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
        return ExitCode.USERS_MISTAKE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command);
    }

    static int report(Throwable failure, CommandLine command) {
        Optional<Throwable> mistake = mistake(failure);
        if (mistake.isPresent()) {
            LOG.debug("The mistake was found here", failure);
        } else {
            LOG.error("Failed", failure);
        }
        PrintWriter err = command.getErr();
        err.println("credence: " + message(mistake.orElse(failure)));
        err.flush();
        return mistake.isPresent() ? ExitCode.USERS_MISTAKE : ExitCode.FAILED;
    }

    private static Optional<Throwable> mistake(Throwable failure) {
        return ExceptionUtils.getThrowableList(failure).stream()
                .filter(t -> t instanceof UserException || t instanceof InvalidSettingException)
                .findFirst();
    }

    private static String message(Throwable failure) {
        return failure instanceof UserException || failure instanceof InvalidSettingException
                ? failure.getMessage()
                : "failed: " + firstLine(ExceptionUtils.getMessage(failure));
    }

    /** What a Spark job fails with carries the stack traces of its tasks in its message. The log has them. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
