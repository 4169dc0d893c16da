package io.credence.driver.cli;

import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.model.ModelDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        header = "Describe a model and its training.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExample:%n",
        footer = "  credence inspect runs/auto-mpg/model --json")
final class InspectCommand implements Callable<Integer> {
    private final JobRunner jobs;

    @Spec
    private CommandSpec spec;

    /** A model directory, with or without the name of the option. */
    private static final class Model {
        @Parameters(paramLabel = "DIR", description = "The model directory.")
        private String directory;

        @Option(names = "--model", paramLabel = "DIR", description = "The model directory.")
        private String named;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Model model;

    @Option(names = "--json", description = "Prints the complete description as JSON.")
    private boolean json;

    InspectCommand(JobRunner jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        ModelDescription description = jobs.describe(model.named == null ? model.directory : model.named);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(JsonRecords.print(description));
        } else {
            new ModelDescriptionPrinter(description).print(out);
        }
        out.flush();
        return 0;
    }
}
