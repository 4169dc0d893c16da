package io.credence.driver.train;

import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.PreparedData;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.shard.CorruptShardException;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.score.AddedColumns;
import io.credence.driver.train.schedule.ExecutorWatch;
import io.credence.driver.train.schedule.GangSettings;
import io.credence.driver.train.schedule.Slots;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.network.MemberNetwork;
import java.io.IOException;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of an ensemble: it prepares the data, trains the members, calibrates them as one model and writes a
 * report on its predictions and uncertainties. The driver plans and monitors; rows, gradients and predictions stay on
 * the executors.
 *
 * <p>This class claims the output, prepares the data and cleans up. {@link TrainPipeline} does the rest.
 */
public final class TrainJob {
    private static final Logger LOG = LoggerFactory.getLogger(TrainJob.class);

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final GangSettings gangs;

    /** Creates a job with the gang settings of the session's Spark configuration. */
    public TrainJob(SparkSession spark) {
        this(spark, GangSettings.of(spark.sparkContext().getConf()));
    }

    TrainJob(SparkSession spark, GangSettings gangs) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.gangs = gangs;
    }

    /**
     * Trains, calibrates and evaluates, and writes {@code model/} and {@code report/} below the output directory.
     *
     * @throws UserException if the data, the output or the settings cannot be used
     * @throws io.credence.kernels.InvalidSettingException if a setting does not suit the data; its key is the dotted
     *     path
     * @throws IllegalStateException if the cluster has had no executor for too long, in any stage
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
        DataPreparation preparation = new DataPreparation(
                spark, encoding -> requireFittingNetwork(configuration, encoding), labels -> configuration
                        .likelihood()
                        .map(likelihood -> likelihood.advice(labels))
                        .orElse(List.of()));
        PreparedData data = timing.measure(
                "prepareSeconds",
                () -> preparation.prepare(
                        configuration.data(),
                        configuration.labelKind(),
                        MissingNumbers.of(configuration.network(), configuration.training()),
                        configuration.training().replicas(),
                        output.work().toString()));
        // Logged before the training, which may take hours, and not only in the report.
        data.warnings().forEach(TrainJob::warn);
        Configuration fitted = configuration.forTraining(data.train().rows(), data.labelStep());
        fitted.training().warnings(data.train().rows()).forEach(TrainJob::warn);
        AddedColumns.warnings(configuration.likelihood(), data.keyColumns().names())
                .forEach(TrainJob::warn);
        try {
            return new TrainPipeline(spark, fitted, options, output, data, timing).run(slots, gangs, watch);
        } catch (Exception e) { // Spark's checked exceptions are not declared
            discardIfDamaged(e, output, data);
            throw e;
        } finally {
            if (!context.sc().isStopped()) {
                LocalShards.releaseEverywhere(context, data.fingerprint());
            }
        }
    }

    static void warn(String sentence) {
        LOG.warn("{}", sentence);
    }

    /** Builds the network as every task will, before any row is written, so that an invalid setting fails early. */
    private static void requireFittingNetwork(Configuration configuration, Encoding encoding) {
        MemberNetwork.of(
                configuration.network(),
                configuration.ensemble().posterior().weightPrior(),
                configuration.ensemble().posterior().packing(),
                configuration.training().loss(),
                encoding);
    }

    private void discardIfDamaged(Exception failure, OutputDirectory output, PreparedData data) throws IOException {
        CorruptShardException damaged = ExceptionUtils.throwableOfType(failure, CorruptShardException.class);
        if (damaged != null) {
            DataPreparation.discard(output.work().toString(), data.fingerprint(), context.hadoopConfiguration());
            throw new UserException(damaged.getMessage() + "; run the same command to prepare the data again", failure);
        }
    }
}
