package io.credence.driver.data;

import io.credence.driver.UserException;
import io.credence.driver.config.DataSpec;
import io.credence.driver.data.input.ColumnChoice;
import io.credence.driver.data.input.ColumnSelection;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.SparkFailures;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.profile.ColumnSummary;
import io.credence.driver.data.profile.DataProfile;
import io.credence.driver.data.profile.EncodingLearner;
import io.credence.driver.data.profile.LabelLearner;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.profile.NumberLikeness;
import io.credence.driver.data.shard.Fingerprint;
import io.credence.driver.data.shard.ShardDirectory;
import io.credence.driver.data.shard.ShardJob;
import io.credence.driver.data.shard.ShardPlan;
import io.credence.driver.data.shard.ShardRef;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.data.shard.WorkDirectory;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.encoding.LabelSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Prepares rows for training: two passes over the input that turn rows into shards.
 *
 * <p>The first pass computes a {@link DataProfile}: the number of rows of each split, statistics of the training rows,
 * and defects. The profile determines the encoding, the number of shards and the fingerprint. The second pass encodes
 * the rows and writes the shards, unless the work directory already has shards with the same fingerprint.
 *
 * <p>The result does not depend on the order of rows, or on files, partitions or executors.
 */
public final class DataPreparation {
    /**
     * Part of the fingerprint; increased whenever the same data is encoded, assigned or written differently than
     * before.
     */
    private static final int VERSION = 2;

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final Consumer<Encoding> requirement;
    private final Function<LabelSummary, List<String>> advice;

    /** @param spark reads the rows and writes the shards */
    public DataPreparation(SparkSession spark) {
        this(spark, encoding -> {}, labels -> List.of());
    }

    /**
     * @param spark reads the rows and writes the shards
     * @param requirement checks the encoding before any shard is written; throws if no network can be trained on it
     * @param advice returns warnings about numeric labels
     */
    public DataPreparation(
            SparkSession spark, Consumer<Encoding> requirement, Function<LabelSummary, List<String>> advice) {
        this.requirement = requirement;
        this.advice = advice;
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /**
     * Reads and prepares the data of a configuration.
     *
     * @param labelKind what the label may be
     * @param missing whether and from which rows the network learns a representation of missing numbers
     * @param replicas the number of replicas, a power of two
     * @param workDirectory the directory for shards; on a cluster, all machines must share it
     * @throws UserException if the data cannot be read or is not suitable for training
     */
    public PreparedData prepare(
            DataSpec data, LabelKind labelKind, MissingNumbers missing, int replicas, String workDirectory) {
        PreparationSpec spec = new PreparationSpec(
                new ColumnSelection(data.label(), data.features(), data.exclude(), data.categorical()),
                labelKind,
                data.scaling(),
                data.oneHotCategories(),
                data.split(),
                missing,
                ZoneId.of(spark.conf().get("spark.sql.session.timeZone")),
                replicas);
        return prepare(TrainingRows.read(new DataReader(spark), data), spec, workDirectory);
    }

    /**
     * Prepares rows.
     *
     * @param workDirectory the directory for shards; on a cluster, all machines must share it
     * @throws UserException if the data is not suitable for training
     */
    public PreparedData prepare(TrainingRows rows, PreparationSpec spec, String workDirectory) {
        TrainingRows.Input input = rows.input();
        requireNumericLabel(input, spec);
        ColumnChoice choice = new ColumnChoice(input.name(), input.rows().schema());
        KeyColumns columns = choice.choose(spec.columns(), SplitPlan.roles(spec.split()), spec.labelKind());
        EncodingLearner.requireColumns(input.name(), columns.features());
        SplitPlan.requireReadable(rows.validation(), columns);
        SplitPlan.requireReadable(rows.test(), columns);
        WorkDirectory work = new WorkDirectory(workDirectory, context.hadoopConfiguration());
        work.requireShared(context);

        ProfilePass pass = new ProfilePass(columns, spec.labelKind(), spec.timeZone());
        SplitPlan split = SparkFailures.reading(input.name(), () -> SplitPlan.of(rows, columns, spec.split()));
        ProfilePass.Result firstPass = SparkFailures.reading(input.name(), () -> pass.run(split.sources(columns)));
        DataProfile profile = firstPass.profile();
        split.requireRows(profile);
        String testName = rows.test() == null ? null : rows.test().name();
        LabelLearner labelLearner = new LabelLearner(input.name(), testName, columns, profile);
        LabelColumn label = labelLearner.learn();
        boolean chosenByName = spec.columns().features() != null;
        EncodingLearner learner = new EncodingLearner(
                input.name(), spec.scaling(), spec.missing(), spec.oneHotCategories(), chosenByName);
        Encoding encoding = new Encoding(learner.learn(profile), label, columns.columnTypes());
        requirement.accept(encoding);

        ShardPlan plan = ShardPlan.of(
                profile.rows(),
                encoding.width() + 1,
                spec.replicas(),
                split.assigner().folds());
        Fingerprint fingerprint = fingerprint(spec, columns, profile);
        ShardDirectory directory = new ShardDirectory(work, fingerprint);
        ShardJob job = new ShardJob(
                encoding,
                plan,
                fingerprint,
                directory.path(),
                new SerializableConfiguration(context.hadoopConfiguration()));
        List<ShardRef> shards = SparkFailures.reading(
                input.name(), () -> findOrWrite(directory, plan, () -> job.run(firstPass.sources(), profile)));
        ShardSet train = plan.of(shards, Split.TRAIN);
        requireTrainingRows(train, spec.replicas(), input.name());
        Optional<LabelSummary> labels =
                spec.labelKind().isNumber() ? Optional.of(profile.labelSummary()) : Optional.empty();
        return new PreparedData(
                encoding,
                train,
                train.folds() > 1 ? train : plan.of(shards, Split.VALIDATION),
                plan.of(shards, Split.TEST),
                fingerprint,
                columns,
                summaries(learner, label, profile),
                split.sentence(),
                Stream.of(
                                choice.warnings().stream(),
                                labelLearner.warningOfWildLabels().stream(),
                                learner.warnings().stream(),
                                labels.map(advice).orElse(List.of()).stream())
                        .flatMap(warnings -> warnings)
                        .toList(),
                labels.map(LabelSummary::step).orElse(0.0));
    }

    /** Explains why a label is text if it looks like numbers. */
    private static void requireNumericLabel(TrainingRows.Input input, PreparationSpec spec) {
        String label = spec.columns().label();
        boolean isText = Arrays.stream(input.rows().schema().fields())
                .anyMatch(field -> field.name().equals(label) && field.dataType() instanceof StringType);
        if (isText && spec.labelKind().isNumber()) {
            NumberLikeness.of(input.name(), input.rows(), label).finding().ifPresent(finding -> {
                throw new UserException("the label " + label + " of " + input.name() + " " + finding
                        + ". A regression needs a label of numbers (for classes, set task: classification)");
            });
        }
    }

    /**
     * Invalidates damaged shards, so that the next preparation of the same data writes all of them again.
     *
     * @param workDirectory the work directory of the preparation
     */
    public static void discard(String workDirectory, Fingerprint fingerprint, Configuration hadoop) throws IOException {
        new ShardDirectory(new WorkDirectory(workDirectory, hadoop), fingerprint).discard();
    }

    private static void requireTrainingRows(ShardSet train, int replicas, String name) {
        requireFolds(train, name);
        for (int member = 0; member < train.folds(); member++) {
            requireReplicas(train.trainedOnBy(member), replicas, name);
        }
    }

    private static void requireFolds(ShardSet train, String name) {
        for (int fold = 0; fold < train.folds(); fold++) {
            if (train.validatedOnBy(fold).rows() == 0) {
                throw new UserException("data.split.folds is " + train.folds() + ", but the " + train.rows()
                        + " training rows of " + name + " leave a fold empty; it must be smaller");
            }
        }
    }

    private static void requireReplicas(ShardSet train, int replicas, String name) {
        int shardsEach = train.shards().size() / replicas;
        for (int replica = 0; replica < replicas; replica++) {
            ShardSet part = new ShardSet(train.shards().subList(replica * shardsEach, (replica + 1) * shardsEach));
            if (part.rows() == 0) {
                throw new UserException("training.replicas is " + replicas + ", but the " + train.rows()
                        + " training rows of " + name + " leave a replica without rows; it must be smaller");
            }
        }
    }

    private static List<ShardRef> findOrWrite(
            ShardDirectory directory, ShardPlan plan, Supplier<List<ShardDirectory.Entry>> job) {
        try {
            Optional<List<ShardRef>> found = directory.find(plan);
            if (found.isPresent()) {
                return found.get();
            }
            directory.clear();
            return directory.complete(job.get());
        } catch (IOException e) {
            throw new UncheckedIOException("the shards in " + directory.path() + " cannot be written", e);
        }
    }

    /** Hashes everything that determines the bits of the shards, apart from this program. */
    private static Fingerprint fingerprint(PreparationSpec spec, KeyColumns columns, DataProfile profile) {
        return Fingerprint.of(String.join(
                "|",
                "shards " + VERSION,
                spec.toString(),
                columns.toString(),
                Arrays.toString(profile.rows()),
                Long.toHexString(profile.keySumHigh()),
                Long.toHexString(profile.keySumLow())));
    }

    private static List<ColumnSummary> summaries(EncodingLearner features, LabelColumn label, DataProfile profile) {
        List<ColumnSummary> summaries = new ArrayList<>(features.summaries());
        summaries.add(summary(label, profile));
        return summaries;
    }

    private static ColumnSummary summary(LabelColumn label, DataProfile profile) {
        if (label instanceof LabelColumn.Classes classes) {
            return ColumnSummary.ofTexts(
                    label.name(), "label", 0, 0, classes.labels().size());
        }
        return ColumnSummary.ofNumbers(label.name(), "label", 0, 0, profile.trainingLabels());
    }
}
