package io.credence.benchmarks;

import io.credence.benchmarks.cluster.ExchangeCommand;
import io.credence.benchmarks.cluster.LoadCommand;
import io.credence.benchmarks.cluster.MembersCommand;
import io.credence.benchmarks.cluster.ScoringCommand;
import io.credence.benchmarks.kernels.GemmCommand;
import io.credence.benchmarks.kernels.PartsCommand;
import io.credence.benchmarks.kernels.RowCommand;
import io.credence.benchmarks.kernels.StackCommand;
import io.credence.benchmarks.kernels.StepCommand;
import io.credence.benchmarks.quality.DigitsCommand;
import io.credence.benchmarks.quality.FoldsCommand;
import io.credence.benchmarks.quality.MethodsCommand;
import io.credence.benchmarks.quality.MlpcCommand;
import io.credence.benchmarks.quality.SplitsCommand;
import io.credence.benchmarks.quality.UciCommand;
import io.credence.driver.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry point of {@code bin/bench}. Each benchmark is a subcommand that prints a table on standard error, and one
 * JSON object for each measured case on standard output.
 */
@Command(
        name = "bench",
        description = "Benchmarks Credence against its peers.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GemmCommand.class,
            StackCommand.class,
            StepCommand.class,
            PartsCommand.class,
            RowCommand.class,
            FoldsCommand.class,
            SplitsCommand.class,
            UciCommand.class,
            MlpcCommand.class,
            ExchangeCommand.class,
            MembersCommand.class,
            LoadCommand.class,
            ScoringCommand.class,
            MethodsCommand.class,
            DigitsCommand.class
        })
final class Bench {
    private Bench() {}

    /** Runs one benchmark. */
    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new Bench());
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (!(exception instanceof UserException)) {
                throw exception;
            }
            command.getErr().println("bench: " + exception.getMessage());
            return 2;
        });
        System.exit(commandLine.execute(arguments));
    }
}
