package io.credence.driver.train;

import io.credence.driver.CredenceVersion;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.PreparedData;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.evaluation.CalibrationJob;
import io.credence.driver.evaluation.ShardPasses;
import io.credence.driver.model.ModelStore;
import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.report.ReportDirectory;
import io.credence.driver.train.member.EnsembleDefinition;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.TrainingInputs;
import io.credence.driver.train.schedule.EnsembleTraining;
import io.credence.driver.train.schedule.ExecutorWatch;
import io.credence.driver.train.schedule.GangSettings;
import io.credence.driver.train.schedule.Slots;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.model.Provenance;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.training.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The stages of a training run after data preparation: members, calibration, evaluation, report and model. */
final class TrainPipeline {
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Configuration configuration;
    private final TrainOptions options;
    private final OutputDirectory output;
    private final PreparedData data;
    private final Timing timing;

    TrainPipeline(
            SparkSession spark,
            Configuration configuration,
            TrainOptions options,
            OutputDirectory output,
            PreparedData data,
            Timing timing) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.configuration = configuration;
        this.options = options;
        this.output = output;
        this.data = data;
        this.timing = timing;
    }

    /** Runs all stages. */
    TrainResult run(Slots slots, GangSettings gangs, ExecutorWatch watch) throws IOException {
        TrainingInputs inputs = TrainingInputs.of(configuration, data);
        EnsembleDirectory directory =
                EnsembleDirectory.claim(output.work(), EnsembleDefinition.of(inputs), context.hadoopConfiguration());
        EnsembleTraining training = new EnsembleTraining(context, inputs, directory, slots, gangs);
        List<Member> members = timing.measure("trainSeconds", () -> train(inputs, training, watch));
        CalibrationJob.Calibrated calibrated =
                timing.measure("calibrateSeconds", () -> new CalibrationJob(context, configuration)
                        .fit(uncalibrated(members), data.validation()));
        timing.addRates(members, training.earlierSteps());
        Scores scores = timing.measure("evaluateSeconds", () -> evaluate(calibrated.model()));
        ModelDescription description = describe(calibrated.model());
        String page = report(members, calibrated, scores, description.provenance());
        // The model is written last, so if it exists, the output is complete. Otherwise the same command resumes the
        // training.
        new ModelStore(context.hadoopConfiguration())
                .write(output.model().toString(), description, calibrated.model(), options.overwrite());
        output.removeWork();
        return result(members, calibrated.model(), scores, page);
    }

    /** Writes the report and returns the path of its page. */
    private String report(
            List<Member> members, CalibrationJob.Calibrated calibrated, Scores scores, Provenance provenance)
            throws IOException {
        TrainingReport report = new TrainingReport(configuration, data, members, calibrated.model(), provenance);
        calibrated.warnings().forEach(warning -> {
            TrainJob.warn(warning);
            report.warn(warning);
        });
        scores.newRows()
                .ifPresent(newRows -> report.review(new ReviewLookup(spark, context, configuration.data())
                        .find(data, scores.splitOfNewRows(data), calibrated.model(), newRows)));
        ReportDirectory directory = ReportDirectory.claim(output.report().toString(), context.hadoopConfiguration());
        report.write(directory, output.name(), scores.validation(), scores.test(), timing.seconds());
        return directory.page();
    }

    private TrainResult result(List<Member> members, EnsembleModel model, Scores scores, String page) {
        return new TrainResult(
                data.train().rows(),
                members.size(),
                model.calibration(),
                scores.validation().map(SplitScores::calibrated).orElse(null),
                scores.test().map(SplitScores::calibrated).orElse(null),
                scores.test().map(SplitScores::uncalibrated).orElse(null),
                data.validation().rows(),
                data.test().rows(),
                validationLoss(members),
                timing.wallSeconds(),
                output.model().toString(),
                page);
    }

    /** The scores of the model on the splits that have rows. */
    private record Scores(Optional<SplitScores> validation, Optional<SplitScores> test) {
        /** Returns the scores on the rows that most resemble new ones: the test rows if there are any. */
        Optional<SplitScores> newRows() {
            return test.or(() -> validation);
        }

        ShardSet splitOfNewRows(PreparedData data) {
            return test.isPresent() ? data.test() : data.validation();
        }
    }

    private static double validationLoss(List<Member> members) {
        return members.stream()
                .map(Member::history)
                .mapToDouble(
                        history -> history.epochs().get(history.bestEpoch()).validationLoss())
                .average()
                .orElseThrow();
    }

    private static List<Member> train(TrainingInputs inputs, EnsembleTraining training, ExecutorWatch watch) {
        try (TrainingMonitor.Training progress = TrainingMonitor.ofThisDriver()
                .training(
                        inputs.ensemble().posterior().networks(),
                        inputs.training().epochs())) {
            for (Member member : training.finishedEarlier()) {
                progress.finishedEarlier(
                        member.index(), member.history().epochs().size());
            }
            return training.run(watch, progress);
        } catch (IOException e) {
            throw new UncheckedIOException("the members in the work directory cannot be read", e);
        }
    }

    private EnsembleModel uncalibrated(List<Member> members) {
        return new EnsembleModel(
                configuration.task(),
                configuration.network(),
                configuration.training().loss(),
                configuration.ensemble(),
                data.encoding(),
                new Calibration.None(),
                null,
                members.stream().map(Member::parameters).toList());
    }

    /** An embedding is not compared with labels, so it has no scores. The members' histories contain its loss. */
    private Scores evaluate(EnsembleModel model) {
        if (model.task() == Task.EMBEDDING) {
            return new Scores(Optional.empty(), Optional.empty());
        }
        try (ShardPasses passes = new ShardPasses(context, model)) {
            return new Scores(passes.evaluate(data.validation()), passes.evaluate(data.test()));
        }
    }

    private ModelDescription describe(EnsembleModel model) {
        SortedMap<String, Long> rows = new TreeMap<>(Map.of(
                "train", data.train().rows(),
                "validation", data.validation().rows(),
                "test", data.test().rows()));
        SortedMap<String, String> versions = new TreeMap<>(Map.of(
                "credence", CredenceVersion.current(),
                "spark", context.version(),
                "java", System.getProperty("java.version")));
        Provenance provenance = new Provenance(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                configuration.shown(),
                data.fingerprint().toString(),
                rows,
                versions,
                configuration.ensemble().seed());
        return new ModelDescription(
                model.task(),
                model.network(),
                model.ensemble(),
                configuration.training(),
                model.encoding(),
                model.calibration(),
                model.conformal(),
                provenance);
    }
}
