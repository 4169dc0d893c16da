package io.credence.driver.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, which only holds the subcommands and what they share. */
@Command(
        name = "credence",
        header = "Trains deep ensembles on Apache Spark and says how sure they are, and why not.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:a mistake in the arguments, the configuration or the data; one message says what to change",
            "1:anything else"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  credence train conf/auto-mpg.yaml",
            "  credence --master yarn train hdfs:///conf/cars.yaml --set training.epochs=100",
            "  credence score --model runs/auto-mpg/model --input cars.csv --option header=true --output scored",
            "",
            "Options of spark-submit (--master, --conf, ...) stand before the command."
        })
final class CredenceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress; warnings and errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Details of what is done, and stack traces.")
    private boolean verbose;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given; it must be one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** How much was asked to be said, from anywhere below the command. */
    static Verbosity verbosity(CommandLine commandLine) {
        CommandLine root = commandLine;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        CredenceCommand command = root.getCommand();
        if (command.verbose) {
            return Verbosity.VERBOSE;
        }
        return command.quiet ? Verbosity.QUIET : Verbosity.NORMAL;
    }
}
