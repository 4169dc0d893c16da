package io.credence.driver.cli;

import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.evaluation.EvaluateResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        header = "Evaluate a model on labelled rows.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExample:%n",
        footer = "  credence evaluate --model runs/digits/model --input test.svm --ood clothes.svm"
                + " --report runs/check")
final class EvaluateCommand implements Callable<Integer> {
    private final JobRunner jobs;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(
            names = "--ood",
            paramLabel = "URI",
            description = "Out-of-distribution rows in the same format; measures how well uncertainty detects them.")
    private String outOfDistribution;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "A directory for report.json and index.html; replaces an older report. Without it, only the"
                    + " summary is printed.")
    private String report;

    EvaluateCommand(JobRunner jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        EvaluateResult result = jobs.evaluate(
                new EvaluateOptions(input.model, input.input, outOfDistribution, input.format, input.options, report),
                CredenceCommand.verbosity(spec.commandLine()));
        ResultSummary.of(result).print(spec.commandLine().getOut());
        return 0;
    }
}
