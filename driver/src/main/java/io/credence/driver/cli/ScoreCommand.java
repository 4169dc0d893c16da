package io.credence.driver.cli;

import io.credence.driver.config.Format;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "score",
        header = "Add predictions with uncertainty to rows.",
        description = {
            "Adds the columns prediction, total_uncertainty, aleatoric_uncertainty and epistemic_uncertainty;",
            "for classification also probability; for regression also lower and upper, the central 95 %% interval."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExample:%n",
        footer = "  credence score --model runs/auto-mpg/model --input cars.csv --option header=true --output scored")
final class ScoreCommand implements Callable<Integer> {
    private final JobRunner jobs;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(names = "--output", required = true, paramLabel = "URI", description = "Where to write the scored rows.")
    private String output;

    @Option(
            names = "--output-format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            description = "The output format: csv, parquet, orc or json (default: ${DEFAULT-VALUE}).")
    private Format outputFormat;

    @Option(names = "--overwrite", description = "Replaces existing output.")
    private boolean overwrite;

    ScoreCommand(JobRunner jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        if (outputFormat == Format.LIBSVM) {
            throw new ParameterException(
                    spec.commandLine(), "--output-format is libsvm; it must be one of csv, parquet, orc, json");
        }
        ScoreResult result = jobs.score(
                new ScoreOptions(
                        input.model, input.input, input.format, input.options, output, outputFormat, overwrite),
                CredenceCommand.verbosity(spec.commandLine()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s in %.1f s (%.0f rows/s)%n",
                ConsoleText.count(result.rows(), "row"),
                result.seconds(),
                result.rows() / result.seconds());
        out.println("output  " + result.output());
        return 0;
    }
}
