package io.credence.driver.cli;

import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.model.ModelDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        header = "Describe a model and its training.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExample:%n",
        footer = "  credence inspect --model runs/auto-mpg/model --json")
final class InspectCommand implements Callable<Integer> {
    private final JobRunner jobs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model directory.")
    private String model;

    @Option(names = "--json", description = "Prints the complete description as JSON.")
    private boolean json;

    InspectCommand(JobRunner jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        ModelDescription description = jobs.describe(model);
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
