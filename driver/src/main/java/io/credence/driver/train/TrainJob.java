package io.credence.driver.train;

import io.credence.driver.CredenceVersion;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.LocalShards;
import io.credence.driver.data.PreparedData;
import io.credence.driver.data.ShardSet;
import io.credence.driver.model.ModelStore;
import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.report.ReportDirectory;
import io.credence.driver.score.CalibrationJob;
import io.credence.driver.score.ShardPasses;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.format.JsonRecords;
import io.credence.ensemble.format.ModelDescription;
import io.credence.ensemble.format.Provenance;
import io.credence.ensemble.member.Member;
import io.credence.ensemble.member.MemberNetwork;
import io.credence.ensemble.member.Task;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.SplitScores;
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

/**
 * The main job: rows to shards, shards to members, members to one calibrated ensemble, and a report of how well it knows what it does not
 * know. The driver plans and watches; rows, gradients and predictions stay on the executors.
 */
public final class TrainJob {
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final GangSettings gangs;

    public TrainJob(SparkSession spark) {
        this(spark, GangSettings.of(spark.sparkContext().getConf()));
    }

    TrainJob(SparkSession spark, GangSettings gangs) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.gangs = gangs;
    }

    /**
     * Trains, calibrates and evaluates, and writes {@code model/} and {@code report/} below the output.
     *
     * @throws io.credence.driver.UserException if the data, the output or the settings cannot be used
     * @throws io.credence.kernels.InvalidSettingException if a setting does not suit the data; its key is the dotted path
     * @throws IOException if a result cannot be written
     */
    public TrainResult run(Configuration configuration, TrainOptions options) throws IOException {
        Timing timing = new Timing();
        Slots slots = new Slots(context);
        slots.requireExecutor(gangs.noSlots());
        OutputDirectory output =
                OutputDirectory.claim(configuration.output(), options.overwrite(), context.hadoopConfiguration());
        DataPreparation preparation =
                new DataPreparation(spark, encoding -> requireFittingNetwork(configuration, encoding));
        PreparedData data = timing.measure(
                "prepareSeconds",
                () -> preparation.prepare(
                        configuration.data(),
                        configuration.task(),
                        configuration.training().replicas(),
                        output.work().toString()));
        try {
            return train(configuration, options, output, data, slots, timing);
        } finally {
            if (!context.sc().isStopped()) {
                LocalShards.releaseEverywhere(context, data.fingerprint());
            }
        }
    }

    /** What every task does first is done here before any row is written, so that a mistake costs no more than a look at the data. */
    private static void requireFittingNetwork(Configuration configuration, Encoding encoding) {
        MemberNetwork.of(
                configuration.network(),
                configuration.ensemble().weightPrior(),
                configuration.training().loss(),
                encoding);
    }

    private TrainResult train(
            Configuration configuration,
            TrainOptions options,
            OutputDirectory output,
            PreparedData data,
            Slots slots,
            Timing timing)
            throws IOException {
        TrainingWork work =
                new TrainingWork(configuration.network(), configuration.training(), configuration.ensemble(), data);
        MembersDirectory kept =
                MembersDirectory.claim(output.work(), MembersDefinition.of(work), context.hadoopConfiguration());
        EnsembleTraining training = new EnsembleTraining(context, work, kept, slots, gangs);
        List<Member> members = timing.measure("trainSeconds", () -> train(work, training));
        EnsembleModel uncalibrated = model(configuration, data, members);
        CalibrationJob.Calibrated calibrated =
                timing.measure("calibrateSeconds", () -> new CalibrationJob(context, configuration)
                        .fit(uncalibrated, data.validation()));
        EnsembleModel model = calibrated.model();

        try (ShardPasses passes = new ShardPasses(context, model)) {
            Optional<SplitScores> validation =
                    timing.measure("evaluateSeconds", () -> evaluate(passes, model, data.validation()));
            Optional<SplitScores> test = timing.measure("evaluateSeconds", () -> evaluate(passes, model, data.test()));
            timing.addRates(members, training.earlierSteps());
            ModelDescription description = describe(configuration, data, model);
            new ModelStore(context.hadoopConfiguration())
                    .write(output.model().toString(), description, model, options.overwrite());
            TrainingReport report = new TrainingReport(configuration, data, members, model, description.provenance());
            calibrated.warnings().forEach(report::warn);
            test.or(() -> validation)
                    .ifPresent(scores -> report.review(new ReviewLookup(spark, context, configuration.data())
                            .find(data, test.isPresent() ? data.test() : data.validation(), model, scores)));
            ReportDirectory directory =
                    ReportDirectory.claim(output.report().toString(), context.hadoopConfiguration());
            report.write(directory, output.name(), validation, test, timing.seconds());
            output.removeWork();
            return new TrainResult(
                    data.train().rows(),
                    members.size(),
                    model.calibration(),
                    validation.map(SplitScores::calibrated).orElse(null),
                    test.map(SplitScores::calibrated).orElse(null),
                    test.map(SplitScores::uncalibrated).orElse(null),
                    data.validation().rows(),
                    data.test().rows(),
                    validationLoss(members),
                    timing.wallSeconds(),
                    output.model().toString(),
                    directory.page());
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

    private static List<Member> train(TrainingWork work, EnsembleTraining training) {
        try (TrainingMonitor.Training shown = TrainingMonitor.ofThisDriver()
                .training(work.ensemble().networks(), work.training().epochs())) {
            for (Member member : training.finishedEarlier()) {
                shown.finishedEarlier(member.index(), member.history().epochs().size());
            }
            return training.run();
        } catch (IOException e) {
            throw new UncheckedIOException("what members have in the work directory cannot be read", e);
        }
    }

    private static EnsembleModel model(Configuration configuration, PreparedData data, List<Member> members) {
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

    /** A place in space is not compared with a label: what there is to know is the loss, which the members' histories have. */
    private static Optional<SplitScores> evaluate(ShardPasses passes, EnsembleModel model, ShardSet rows) {
        return model.task() == Task.EMBEDDING ? Optional.empty() : passes.evaluate(rows);
    }

    private ModelDescription describe(Configuration configuration, PreparedData data, EnsembleModel model) {
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
                JsonRecords.tree(configuration),
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
