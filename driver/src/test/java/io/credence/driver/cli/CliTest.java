package io.credence.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.data.input.InputSource;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.evaluation.EvaluateResult;
import io.credence.driver.score.AddedColumns;
import io.credence.driver.score.OnError;
import io.credence.driver.score.ProbabilityForm;
import io.credence.driver.score.ScoreDestination;
import io.credence.driver.score.ScoreOptions;
import io.credence.driver.score.ScoreResult;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.model.Provenance;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.embedding.NumericEmbedding;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CliTest {
    private static final String CONFIG = "../conf/auto-mpg.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final RecordingJobRunner jobs = new RecordingJobRunner();

    private int run(String... args) {
        CommandLine commandLine = Cli.of(jobs);
        commandLine.setOut(new PrintWriter(new BufferedWriter(out)));
        commandLine.setErr(new PrintWriter(new BufferedWriter(err)));
        return Cli.run(commandLine, args);
    }

    @Test
    void train_configuration_runsTheJobAndPrintsTheSummary() {
        assertThat(run("train", CONFIG)).isZero();

        assertThat(jobs.configuration.data().label()).isEqualTo("mpg");
        assertThat(jobs.trainOptions).isEqualTo(new TrainOptions(false));
        assertThat(jobs.verbosity).isEqualTo(Verbosity.NORMAL);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        Deep ensemble of 5 networks for regression, in 12.3 s; 318 rows for training, 40 for \
                        validation, 40 for test

                                           uncalibrated   test
                        rmse                      2.813  2.813
                        nll                       2.512  2.401
                        total uncertainty             8     10
                          aleatoric                   6    7.5
                          epistemic                   2    2.5

                        calibration  variance scale 1.25
                        model        runs/auto-mpg/model
                        report       runs/auto-mpg/report/index.html
                        """);
    }

    @Test
    void train_setOutputAndOverwrite_arePassedToTheJob() {
        assertThat(run(
                        "train",
                        CONFIG,
                        "--set",
                        "training.epochs=7",
                        "--set=network.hidden=[8, 8]",
                        "-o",
                        "it's/here",
                        "--overwrite",
                        "--verbose"))
                .isZero();

        assertThat(jobs.configuration.training().epochs()).isEqualTo(7);
        assertThat(jobs.configuration.network().hidden()).containsExactly(8, 8);
        assertThat(jobs.configuration.output()).isEqualTo("it's/here");
        assertThat(jobs.trainOptions.overwrite()).isTrue();
        assertThat(jobs.verbosity).isEqualTo(Verbosity.VERBOSE);
    }

    @Test
    void train_printConfig_printsAReadableConfigurationWithoutTraining() {
        assertThat(run("train", CONFIG, "--print-config", "--set", "training.gradientClip=1"))
                .isZero();

        assertThat(jobs.configuration).isNull();
        Configuration expected = new ConfigurationReader(new org.apache.hadoop.conf.Configuration(false))
                .read(CONFIG, List.of("training.gradientClip=1"));
        assertThat(ConfigurationReader.parse("printed", out.toString(), List.of()))
                .isEqualTo(expected);
    }

    @Test
    void score_allOptions_arePassedToTheJob() {
        assertThat(run(
                        "score",
                        "--model=m",
                        "--input=i.gz",
                        "--format=csv",
                        "--option=header=true",
                        "--option=sep=;",
                        "--output=o",
                        "--output-format=orc",
                        "--output-option=compression=zstd",
                        "--partition-by=year,month",
                        "--overwrite",
                        "--prefix=p_",
                        "--probability=map",
                        "--on-error=null",
                        "--quiet"))
                .isZero();

        assertThat(jobs.scoreOptions)
                .isEqualTo(new ScoreOptions(
                        "m",
                        new InputSource("--input", "i.gz", null, "csv", Map.of("header", "true", "sep", ";")),
                        new ScoreDestination(
                                "o", null, "orc", Map.of("compression", "zstd"), List.of("year", "month"), true),
                        new AddedColumns("p_", ProbabilityForm.MAP, OnError.NULL, List.of())));
        assertThat(jobs.verbosity).isEqualTo(Verbosity.QUIET);
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        1000 rows in 2.0 s (500 rows/s)
                        errors  3 rows without a prediction
                        output  o
                        """);
    }

    @Test
    void score_tables_arePassedToTheJob() {
        assertThat(run("score", "--model=m", "--table=cat.rows", "--output-table=cat.scored"))
                .isZero();

        assertThat(jobs.scoreOptions)
                .isEqualTo(new ScoreOptions(
                        "m",
                        new InputSource("--table", null, "cat.rows", null, Map.of()),
                        new ScoreDestination(null, "cat.scored", null, Map.of(), List.of(), false),
                        AddedColumns.DEFAULT));
        assertThat(out.toString()).contains("output  cat.scored");
    }

    @Test
    void score_requiredOptions_takeTheDefaults() {
        assertThat(run("score", "--model=m", "--input=i.csv", "--output=o")).isZero();

        assertThat(jobs.scoreOptions)
                .isEqualTo(new ScoreOptions("m", "i.csv", null, Map.of(), "o", Format.PARQUET, false));
        assertThat(out.toString()).isEqualToNormalizingNewlines("1000 rows in 2.0 s (500 rows/s)\noutput  o\n");
    }

    @Test
    void evaluate_allOptions_arePassedToTheJob() {
        assertThat(run("evaluate", "--model=m", "--input=i.svm", "--ood=o.svm", "--report=r"))
                .isZero();

        assertThat(jobs.evaluateOptions).isEqualTo(new EvaluateOptions("m", "i.svm", "o.svm", null, Map.of(), "r"));
        assertThat(out.toString())
                .contains("40 rows", "rmse", "report       r/index.html")
                .contains("""
                        out of distribution  auroc  aupr  fpr95
                        total                 0.91   0.9    0.3
                        epistemic             0.97  0.96    0.1
                        componentVariance      0.5  2e-7      1
                        """);
    }

    @Test
    void evaluate_withoutReport_printsTheSummaryOnly() {
        assertThat(run("evaluate", "--model=m", "--input=i.svm")).isZero();

        assertThat(jobs.evaluateOptions.report()).isNull();
        assertThat(out.toString()).contains("40 rows", "rmse").doesNotContain("report");
    }

    @Test
    void inspect_model_printsItsDescription() {
        assertThat(run("inspect", "m")).isZero();

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                        task         classification of species, one of Adelie, Gentoo
                        method       MC-dropout ensemble, 3 networks, 20 passes each
                        network      3 inputs, numbers piecewise-linear [16], hidden [8, 8] relu, dropout 0.1
                        training     cross-entropy by adamw, at most 40 epochs of batches of 100
                        calibration  temperature 1.5
                        conformal    90 % by adaptive label sets with a score of at most -0.125
                        trained      2026-11-23T15:00:00Z, seed 1
                        rows         test 34, train 276, validation 34
                        data         fingerprint 12ab
                        versions     credence 0.1.0, spark 4.1.0
                        features     2 columns, encoded as 3 numbers
                          mass: number, mean 4202, scale 802, may be missing
                          sex: one of female, male
                        """);
    }

    @Test
    void inspect_json_readsBackAsTheSameDescription() {
        assertThat(run("inspect", "--model", "m", "--json")).isZero();

        assertThat(JsonRecords.bind(
                        JsonRecords.parse(out.toString().getBytes(StandardCharsets.UTF_8)), ModelDescription.class))
                .isEqualTo(jobs.describe("m"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    train                                  | credence: Missing required parameter: 'CONFIG'
                    train nowhere.yaml                     | credence: the configuration nowhere.yaml cannot be read \
                    (no such file); it must be a readable YAML file
                    train ../conf/auto-mpg.yaml --set training.epochs=0 | credence: training.epochs from --set \
                    training.epochs=0 is 0; it must be at least 1
                    train ../conf/auto-mpg.yaml --epochs 3 | credence: Unknown options: '--epochs', '3'
                    trian x.yaml                           | credence: Unmatched arguments from index 0: 'trian', \
                    'x.yaml'
                    score --model m --input i              | Missing required argument (specify one of these): \
                    (--output=URI | --output-table=NAME)
                    score --model m --input i --table t --output o | --input=URI, --table=NAME are mutually exclusive \
                    (specify only one)
                    score --model m --input i --output o   | credence: --input is i, whose extension names no format
                    evaluate --model m --input i --format avro | expected one of [CSV, PARQUET, ORC, JSON, LIBSVM] \
                    (case-insensitive) but was 'avro'
                    score --model m --input i --output o --output-format libsvm | credence: --output-format is libsvm; \
                    it must be one of csv, parquet, orc, json
                    inspect                                | Missing required argument (specify one of these): (DIR | \
                    --model=DIR)
                    score --model m --input i --output o --on-error skip | expected one of [FAIL, NULL] \
                    (case-insensitive) but was 'skip'
                    """)
    void run_userError_printsOneMessageAndExitsWith2(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void run_noCommand_isAUserError() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("no command given; it must be one of train, score, evaluate");
    }

    @Test
    void run_userErrorInsideASparkTask_isStillAUserError() {
        jobs.failure = new IllegalStateException("Job aborted", new RuntimeException(new UserException("no label")));

        assertThat(run("train", CONFIG)).isEqualTo(2);
        assertThat(err.toString()).isEqualToNormalizingNewlines("credence: no label\n");
    }

    @Test
    void train_settingRejectedByTheJob_isAUserErrorWithItsLine() {
        jobs.failure = new InvalidSettingException("network.image", "4 x 4 x 1", "as large as a row");

        assertThat(run("train", CONFIG)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("credence: network.image in " + CONFIG
                        + ", line 9, is 4 x 4 x 1; it must be as large as a row\n");
    }

    @Test
    void run_otherException_exitsWith1() {
        jobs.failure = new IllegalStateException("lost\n\tat a.Task.run(Task.java:1)");

        assertThat(run("train", CONFIG)).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("credence: failed: IllegalStateException: lost\n");
    }

    @Test
    void run_error_exitsWith1() {
        jobs.error = new OutOfMemoryError("heap");

        assertThat(run("train", CONFIG)).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("credence: failed: OutOfMemoryError: heap\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "train --help", "score --help", "evaluate -h", "inspect -h"})
    void help_anyCommand_printsUsageAndAnExample(String line) {
        assertThat(run(line.split(" "))).isZero();

        assertThat(out.toString()).contains("Usage: credence", "Example", "  credence ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void version_namesCredenceAndSpark() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)credence \\d+\\.\\d+\\.\\d+.*\\RSpark 4\\..*");
    }

    /** Records its arguments. */
    private static final class RecordingJobRunner implements JobRunner {
        private Configuration configuration;
        private TrainOptions trainOptions;
        private ScoreOptions scoreOptions;
        private EvaluateOptions evaluateOptions;
        private Verbosity verbosity;
        private RuntimeException failure;
        private Error error;

        @Override
        public TrainResult train(Configuration given, TrainOptions options, Verbosity requested) {
            fail();
            configuration = given;
            trainOptions = options;
            verbosity = requested;
            return new TrainResult(
                    318,
                    5,
                    new Calibration.VarianceScale(1.25),
                    evaluation(2.3, new Uncertainty(10, 7.5, 2.5)),
                    evaluation(2.401, new Uncertainty(10, 7.5, 2.5)),
                    evaluation(2.512, new Uncertainty(8, 6, 2)),
                    40,
                    40,
                    2.3,
                    12.34,
                    given.output() + "/model",
                    given.output() + "/report/index.html");
        }

        @Override
        public ScoreResult score(ScoreOptions options, Verbosity requested) {
            fail();
            scoreOptions = options;
            verbosity = requested;
            return new ScoreResult(1000, 3, 2, options.destination().name());
        }

        @Override
        public EvaluateResult evaluate(EvaluateOptions options, Verbosity requested) {
            fail();
            evaluateOptions = options;
            verbosity = requested;
            return new EvaluateResult(
                    evaluation(2.4, new Uncertainty(1, 0.5, 0.5)),
                    new TreeMap<>(Map.of(
                            "epistemic.auroc", 0.97,
                            "epistemic.aupr", 0.96,
                            "epistemic.fpr95", 0.1,
                            "total.auroc", 0.91,
                            "total.aupr", 0.9,
                            "total.fpr95", 0.3,
                            "componentVariance.auroc", 0.5,
                            "componentVariance.aupr", 2e-7,
                            "componentVariance.fpr95", 1.0)),
                    options.report() == null ? null : options.report() + "/index.html");
        }

        @Override
        public ModelDescription describe(String model) {
            fail();
            return new ModelDescription(
                    Task.CLASSIFICATION,
                    new NetworkSpec(
                            List.of(8, 8),
                            null,
                            null,
                            null,
                            0.1,
                            null,
                            null,
                            null,
                            null,
                            new NumericEmbedding.PiecewiseLinear(null, null)),
                    new EnsembleSpec(Posterior.Method.MC_DROPOUT_ENSEMBLE, 3, null, null, 20, 1L, null),
                    new TrainingSpec(null, null, null, null, null, null, null, null, null, null, null, null, null, null)
                            .resolvedFor(Task.CLASSIFICATION),
                    new Encoding(
                            List.of(
                                    new FeatureColumn.Numeric("mass", 4201.754, 801.9545, true),
                                    new FeatureColumn.Categorical("sex", List.of("female", "male"), false)),
                            new LabelColumn.Classes("species", List.of("Adelie", "Gentoo"))),
                    new Calibration.Temperature(1.5),
                    new Conformal.LabelSet(0.9, LabelScore.ADAPTIVE, -0.125),
                    new Provenance(
                            "2026-11-23T15:00:00Z",
                            JsonNodeFactory.instance.objectNode(),
                            "12ab",
                            new TreeMap<>(Map.of("train", 276L, "validation", 34L, "test", 34L)),
                            new TreeMap<>(Map.of("credence", "0.1.0", "spark", "4.1.0")),
                            1));
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
        }

        private static Evaluation evaluation(double nll, Uncertainty uncertainty) {
            return new Evaluation(40, new TreeMap<>(Map.of("rmse", 2.8131, "nll", nll)), uncertainty, Map.of());
        }
    }
}
