package io.credence.driver.evaluation;

import io.credence.driver.UserException;
import io.credence.driver.config.Format;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.InputSource;
import io.credence.driver.data.input.SparkFailures;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.driver.model.ModelStore;
import io.credence.driver.report.ReportDirectory;
import io.credence.driver.score.TaskGemm;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.evaluation.Evaluator;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.report.Report;
import io.credence.ensemble.specification.Task;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Evaluates a model on labelled rows, and measures how well its uncertainty detects out-of-distribution rows. */
public final class EvaluateJob {
    private final SparkSession spark;
    private final JavaSparkContext context;

    /** @param spark the session that reads the rows */
    public EvaluateJob(SparkSession spark) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /**
     * Evaluates a model and writes the report.
     *
     * @throws UserException if the model, an input or the report directory cannot be used
     * @throws IOException if the model cannot be read or the report cannot be written
     */
    public EvaluateResult run(EvaluateOptions options) throws IOException {
        long start = System.nanoTime();
        ReportDirectory directory = options.report() == null
                ? null
                : ReportDirectory.claim(options.report(), context.hadoopConfiguration());
        ModelStore store = new ModelStore(context.hadoopConfiguration());
        ModelDescription description = store.describe(options.model());
        EnsembleModel model = store.read(options.model());
        if (model.task() == Task.EMBEDDING) {
            throw new UserException("--model is " + options.model()
                    + ", an embedding; it must be a regression or a classification, whose predictions can be"
                    + " compared with labels");
        }
        Broadcast<EnsembleModel> broadcast = context.broadcast(model);

        boolean withDistribution = options.outOfDistribution() != null;
        SplitScores scores = pass(
                options,
                "--input",
                options.input(),
                broadcast,
                true,
                (evaluator, rows) -> {
                    SplitScores sum = evaluator.noScores();
                    rows.forEachRemaining(batch -> sum.merge(
                            withDistribution
                                    ? evaluator.evaluateWithDistribution(batch)
                                    : evaluator.evaluate(batch, 0)));
                    return sum;
                },
                SplitScores::merge);
        requireRows(options.input(), scores.rows());
        OutOfDistributionEvaluation detections =
                withDistribution ? detect(options, scores.distribution(), broadcast) : null;
        if (directory != null) {
            write(directory, options, description, model, scores, detections, (System.nanoTime() - start) * 1e-9);
        }
        return new EvaluateResult(scores.calibrated(), flat(detections), directory == null ? null : directory.page());
    }

    private OutOfDistributionEvaluation detect(
            EvaluateOptions options, OutOfDistributionAccumulator inside, Broadcast<EnsembleModel> broadcast) {
        OutOfDistributionAccumulator outside = pass(
                options,
                "--ood",
                options.outOfDistribution(),
                broadcast,
                false,
                (evaluator, rows) -> {
                    OutOfDistributionAccumulator sum = new OutOfDistributionAccumulator();
                    rows.forEachRemaining(batch -> sum.merge(evaluator.scoreOutside(batch)));
                    return sum;
                },
                OutOfDistributionAccumulator::merge);
        requireRows(options.outOfDistribution(), outside.rows());
        inside.merge(outside);
        return inside.evaluation();
    }

    /**
     * Runs one pass over an input. Each partition computes one sum, and executors merge the sums in a tree, so the
     * memory of the driver does not grow with the number of partitions. The order of merging is arbitrary, which does
     * not matter because the sums are exact.
     */
    private <A> A pass(
            EvaluateOptions options,
            String key,
            String input,
            Broadcast<EnsembleModel> broadcast,
            boolean labelled,
            PartitionWork<A> work,
            MergeFunction<A> merge) {
        Format format = Format.orOfPath(options.format(), key, input);
        Encoding encoding = broadcast.value().encoding();
        Dataset<Row> rows =
                new DataReader(spark).read(InputSource.ofFiles(key, input, format, options.options()), encoding);
        StructType schema = rows.schema();
        EncodingColumns.require(input, schema, encoding, labelled);
        return SparkFailures.reading(key + " " + input, () -> {
            JavaRDD<A> sums = EncodingColumns.internalRows(rows).mapPartitions(partition -> List.of(work.of(
                            new Evaluator(broadcast.value(), TaskGemm.open()),
                            batches(partition, new EncodedRows(schema, encoding, labelled))))
                    .iterator());
            requireRows(input, sums.getNumPartitions());
            return sums.treeReduce((sum, other) -> {
                merge.merge(sum, other);
                return sum;
            });
        });
    }

    private static Iterator<EncodedRows> batches(Iterator<InternalRow> partition, EncodedRows buffer) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return partition.hasNext();
            }

            @Override
            public EncodedRows next() {
                return buffer.fill(partition);
            }
        };
    }

    /** The work of a task on the rows of its partition, in batches. */
    @FunctionalInterface
    private interface PartitionWork<A> extends Serializable {
        A of(Evaluator evaluator, Iterator<EncodedRows> batches);
    }

    private static void requireRows(String input, long rows) {
        if (rows == 0) {
            throw new UserException(input + " has no rows; it must have at least 1");
        }
    }

    private static SortedMap<String, Double> flat(OutOfDistributionEvaluation detections) {
        SortedMap<String, Double> flat = new TreeMap<>();
        if (detections == null) {
            return flat;
        }
        detections.scores().forEach((score, detection) -> {
            flat.put(score + ".auroc", detection.auroc());
            flat.put(score + ".aupr", detection.aupr());
            flat.put(score + ".fpr95", detection.fpr95());
        });
        return flat;
    }

    private static Report.Model summary(EnsembleModel model) {
        return new Report.Model(
                model.task(),
                model.loss(),
                model.posterior(),
                model.members().get(0).length,
                model.calibration(),
                model.conformal(),
                model.encoding().label().name(),
                model.labels());
    }

    private static void write(
            ReportDirectory directory,
            EvaluateOptions options,
            ModelDescription description,
            EnsembleModel model,
            SplitScores scores,
            OutOfDistributionEvaluation detections,
            double seconds)
            throws IOException {
        SortedMap<String, Long> rows = description.provenance().rows();
        SortedMap<String, Double> timing = new TreeMap<>();
        timing.put("wallSeconds", seconds);
        directory.write(new Report(
                summary(model),
                new Report.Rows(
                        rows.getOrDefault("train", 0L),
                        rows.getOrDefault("validation", 0L),
                        scores.calibrated().rows()),
                new Report.Evaluations(scores.calibrated(), scores.uncalibrated(), null),
                detections,
                null,
                List.of(),
                null,
                new Report.Run(
                        options.input(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        timing,
                        description.provenance().versions(),
                        description.provenance().configuration()),
                List.of()));
    }
}
