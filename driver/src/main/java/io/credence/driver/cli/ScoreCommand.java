package io.credence.driver.cli;

import io.credence.driver.config.Format;
import io.credence.driver.data.input.InputSource;
import io.credence.driver.score.AddedColumns;
import io.credence.driver.score.OnError;
import io.credence.driver.score.ProbabilityForm;
import io.credence.driver.score.ScoreDestination;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model directory.")
    private String model;

    /** The rows to score. */
    private static final class Input {
        @Option(
                names = "--input",
                paramLabel = "URI",
                description = "The input rows, at any path or URI that Spark reads.")
        private String path;

        @Option(names = "--table", paramLabel = "NAME", description = "The input rows, a table of Spark's catalog.")
        private String table;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Input input;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The input format: csv, parquet, orc, json, libsvm or another source that Spark knows"
                    + " (default: by file extension).")
    private String format;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option for Spark's reader, such as header=true. May be repeated.")
    private Map<String, String> options = new TreeMap<>();

    /** Where to write the scored rows. */
    private static final class Output {
        @Option(names = "--output", paramLabel = "URI", description = "The directory for the scored rows.")
        private String path;

        @Option(
                names = "--output-table",
                paramLabel = "NAME",
                description = "The table of Spark's catalog for the scored rows.")
        private String table;
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Output output;

    @Option(
            names = "--output-format",
            paramLabel = "FORMAT",
            description = "The output format: csv, parquet, orc, json or another source that Spark knows (default:"
                    + " parquet, or the catalog's).")
    private String outputFormat;

    @Option(
            names = "--output-option",
            paramLabel = "KEY=VALUE",
            description = "An option for Spark's writer. May be repeated.")
    private Map<String, String> outputOptions = new TreeMap<>();

    @Option(
            names = "--partition-by",
            paramLabel = "COLUMN",
            split = ",",
            description = "Divides the output into directories by the values of these columns.")
    private List<String> partitionBy = List.of();

    @Option(names = "--overwrite", description = "Replaces existing output.")
    private boolean overwrite;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Precedes the name of every added column, for rows that already have such columns.")
    private String prefix;

    @Option(
            names = "--probability",
            paramLabel = "FORM",
            defaultValue = "array",
            description = "The probabilities of the classes: array, map, or columns with the names of the classes"
                    + " (default: ${DEFAULT-VALUE}).")
    private ProbabilityForm probability;

    @Option(
            names = "--on-error",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description = "What becomes of a row that cannot be scored: fail ends the job; null adds nulls and the"
                    + " column error, which says why (default: ${DEFAULT-VALUE}).")
    private OnError onError;

    ScoreCommand(JobRunner jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        if (Format.LIBSVM.source().equalsIgnoreCase(outputFormat)) {
            throw new ParameterException(
                    spec.commandLine(), "--output-format is libsvm; it must be one of csv, parquet, orc, json");
        }
        String written = outputFormat == null && output.path != null ? Format.PARQUET.source() : outputFormat;
        ScoreResult result = jobs.score(
                new ScoreOptions(
                        model,
                        source(),
                        new ScoreDestination(output.path, output.table, written, outputOptions, partitionBy, overwrite),
                        new AddedColumns(prefix, probability, onError, List.of())),
                CredenceCommand.verbosity(spec.commandLine()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s in %.1f s (%.0f rows/s)%n",
                ConsoleText.count(result.rows(), "row"),
                result.seconds(),
                result.rows() / result.seconds());
        if (onError == OnError.NULL) {
            out.println("errors  " + ConsoleText.count(result.failed(), "row") + " without a prediction");
        }
        out.println("output  " + result.output());
        return 0;
    }

    private InputSource source() {
        if (input.table != null) {
            return new InputSource("--table", null, input.table, null, options);
        }
        String named = format != null
                ? format
                : Format.orOfPath(null, "--input", input.path).source();
        return new InputSource("--input", input.path, null, named, options);
    }
}
