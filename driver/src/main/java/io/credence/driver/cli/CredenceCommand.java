package io.credence.driver.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top-level command: holds the subcommands and their shared options. */
@Command(
        name = "credence",
        header = "Trains deep ensembles on Apache Spark, predicts with uncertainty, and explains where it comes from.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "2:an error in the arguments, the configuration or the data; one message says what to change",
            "1:any other failure"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  credence train conf/auto-mpg.yaml",
            "  credence --master yarn train hdfs:///conf/cars.yaml --set training.epochs=100",
            "  credence score --model runs/auto-mpg/model --input cars.csv --option header=true --output scored",
            "",
            "Options of spark-submit (--master, --conf, ...) go before the command."
        })
final class CredenceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Disables progress output; prints warnings and errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Prints details and the stack traces of errors.")
    private boolean verbose;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given; it must be one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** Returns the verbosity that was requested on the command line that a subcommand belongs to. */
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
