package io.credence.driver.train;

import io.credence.driver.CredenceVersion;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.PreparedData;
import io.credence.driver.data.shard.CorruptShardException;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.evaluation.CalibrationJob;
import io.credence.driver.evaluation.ShardPasses;
import io.credence.driver.model.ModelStore;
import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.report.ReportDirectory;
import io.credence.driver.train.member.EnsembleDefinition;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.TrainingWork;
import io.credence.driver.train.schedule.EnsembleTraining;
import io.credence.driver.train.schedule.ExecutorWatch;
import io.credence.driver.train.schedule.GangSettings;
import io.credence.driver.train.schedule.Slots;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.model.Provenance;
import io.credence.ensemble.network.MemberNetwork;
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
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job: rows to shards, shards to members, members to one calibrated ensemble, and a report of how well it knows what it does not
 * know. The driver plans and watches; rows, gradients and predictions stay on the executors.
 */
public final class TrainJob {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

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
     * @throws IllegalStateException if the cluster has had no executor for too long, at whatever time
     * @throws IOException if a result cannot be written
     */
    public TrainResult run(Configuration configuration, TrainOptions options) throws IOException {
        Slots slots = new Slots(context);
        ExecutorWatch watch = new ExecutorWatch(context, slots, gangs.noSlots());
        return watch.during(() -> {
            slots.awaitExecutor(watch);
            return run(configuration, options, slots, watch);
        });
    }

    private TrainResult run(Configuration configuration, TrainOptions options, Slots slots, ExecutorWatch watch)
            throws IOException {
        Timing timing = new Timing();
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
        // Said before the hours that a training may take, not only in the report behind them.
        data.warnings().forEach(TrainJob::warn);
        configuration.training().warnings(data.train().rows()).forEach(TrainJob::warn);
        try {
            return train(configuration, options, output, data, slots, watch, timing);
        } catch (Exception e) { // Spark's own are not declared
            discardIfDamaged(e, output, data);
            throw e;
        } finally {
            if (!context.sc().isStopped()) {
                LocalShards.releaseEverywhere(context, data.fingerprint());
            }
        }
    }

    private static void warn(String sentence) {
        LOG.warn("{}", sentence);
    }

    /** What every task does first is done here before any row is written, so that a mistake costs no more than a look at the data. */
    private static void requireFittingNetwork(Configuration configuration, Encoding encoding) {
        MemberNetwork.of(
                configuration.network(),
                configuration.ensemble().posterior().weightPrior(),
                configuration.training().loss(),
                encoding);
    }

    private void discardIfDamaged(Exception failure, OutputDirectory output, PreparedData data) throws IOException {
        CorruptShardException damaged = ExceptionUtils.throwableOfType(failure, CorruptShardException.class);
        if (damaged != null) {
            DataPreparation.discard(output.work().toString(), data.fingerprint(), context.hadoopConfiguration());
            throw new UserException(damaged.getMessage() + "; the same command prepares the data again", failure);
        }
    }

    private TrainResult train(
            Configuration configuration,
            TrainOptions options,
            OutputDirectory output,
            PreparedData data,
            Slots slots,
            ExecutorWatch watch,
            Timing timing)
            throws IOException {
        TrainingWork work = TrainingWork.of(configuration, data);
        EnsembleDirectory kept =
                EnsembleDirectory.claim(output.work(), EnsembleDefinition.of(work), context.hadoopConfiguration());
        EnsembleTraining training = new EnsembleTraining(context, work, kept, slots, gangs);
        List<Member> members = timing.measure("trainSeconds", () -> train(work, training, watch));
        CalibrationJob.Calibrated calibrated =
                timing.measure("calibrateSeconds", () -> new CalibrationJob(context, configuration)
                        .fit(model(configuration, data, members), data.validation()));
        timing.addRates(members, training.earlierSteps());
        Scores scores = timing.measure("evaluateSeconds", () -> evaluate(calibrated.model(), data));
        ModelDescription description = describe(configuration, data, calibrated.model());
        TrainingReport report =
                new TrainingReport(configuration, data, members, calibrated.model(), description.provenance());
        calibrated.warnings().forEach(warning -> {
            warn(warning);
            report.warn(warning);
        });
        scores.last()
                .ifPresent(last -> report.review(new ReviewLookup(spark, context, configuration.data())
                        .find(data, scores.lastOf(data), calibrated.model(), last)));
        ReportDirectory directory = ReportDirectory.claim(output.report().toString(), context.hadoopConfiguration());
        report.write(directory, output.name(), scores.validation(), scores.test(), timing.seconds());
        // The model is the last: where there is one all is there, and without it the same command goes on.
        new ModelStore(context.hadoopConfiguration())
                .write(output.model().toString(), description, calibrated.model(), options.overwrite());
        output.removeWork();
        return result(data, members, calibrated.model(), scores, timing, output, directory.page());
    }

    private static TrainResult result(
            PreparedData data,
            List<Member> members,
            EnsembleModel model,
            Scores scores,
            Timing timing,
            OutputDirectory output,
            String page) {
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

    /** What the model is worth on the splits that have rows. */
    private record Scores(Optional<SplitScores> validation, Optional<SplitScores> test) {
        /** Of the rows that say most of new ones. */
        Optional<SplitScores> last() {
            return test.or(() -> validation);
        }

        ShardSet lastOf(PreparedData data) {
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

    private static List<Member> train(TrainingWork work, EnsembleTraining training, ExecutorWatch watch) {
        try (TrainingMonitor.Training shown = TrainingMonitor.ofThisDriver()
                .training(
                        work.ensemble().posterior().networks(), work.training().epochs())) {
            for (Member member : training.finishedEarlier()) {
                shown.finishedEarlier(member.index(), member.history().epochs().size());
            }
            return training.run(watch, shown);
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
    private Scores evaluate(EnsembleModel model, PreparedData data) {
        if (model.task() == Task.EMBEDDING) {
            return new Scores(Optional.empty(), Optional.empty());
        }
        try (ShardPasses passes = new ShardPasses(context, model)) {
            return new Scores(passes.evaluate(data.validation()), passes.evaluate(data.test()));
        }
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
