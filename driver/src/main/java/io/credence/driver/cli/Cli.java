package io.credence.driver.cli;

import picocli.CommandLine;

/** The command line: {@code credence} and its subcommands. */
final class Cli {
    private Cli() {}

    /** Returns the command line whose subcommands run these jobs. */
    static CommandLine of(JobRunner jobs) {
        FailureHandler failures = new FailureHandler();
        return new CommandLine(new CredenceCommand())
                .addSubcommand(new TrainCommand(jobs))
                .addSubcommand(new ScoreCommand(jobs))
                .addSubcommand(new EvaluateCommand(jobs))
                .addSubcommand(new InspectCommand(jobs))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setExecutionStrategy(parsed -> {
                    CredenceCommand.verbosity(parsed.commandSpec().commandLine())
                            .apply();
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true);
    }

    /** Runs one command, flushes its output and returns its exit code, even if an {@link Error} is thrown. */
    static int run(CommandLine commandLine, String... args) {
        try {
            return commandLine.execute(args);
        } catch (Error e) {
            return FailureHandler.report(e, commandLine);
        } finally {
            // The writers flush themselves only at line ends, and the virtual machine does not flush them on exit.
            commandLine.getOut().flush();
            commandLine.getErr().flush();
        }
    }
}
