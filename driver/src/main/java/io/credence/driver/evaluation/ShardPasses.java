package io.credence.driver.evaluation;

import io.credence.driver.data.input.SparkFailures;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.ShardRef;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.score.TaskGemm;
import io.credence.ensemble.calibration.AffineLikelihood;
import io.credence.ensemble.calibration.CalibrationFit;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.evaluation.Evaluator;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.posterior.EnsembleModel;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Passes of an ensemble over the rows of a split, with one task for each shard. Executors merge the results of their
 * tasks, so the driver sees no rows and its memory hardly grows with the number of shards. Exact sums are merged in
 * any order; likelihoods, whose sums are rounded, in the order of the shards.
 *
 * <p>With folds, each row is predicted only by the members that did not train on it.
 */
public final class ShardPasses implements AutoCloseable {
    private static final String A_ROW = "a validation or test row";

    private final JavaSparkContext spark;
    private final SerializableConfiguration hadoop;
    private final Broadcast<EnsembleModel> model;
    private final HeldOutRows selected;

    /** Creates passes over all rows. */
    public ShardPasses(JavaSparkContext spark, EnsembleModel model) {
        this(spark, model, HeldOutRows.ALL);
    }

    /**
     * Creates passes over selected rows.
     *
     * @param selected the rows to include
     */
    public ShardPasses(JavaSparkContext spark, EnsembleModel model, HeldOutRows selected) {
        this.selected = selected;
        this.spark = spark;
        this.hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        this.model = spark.broadcast(model);
    }

    /** Fits a temperature on the rows of a split. */
    CalibrationFit fitTemperature(ShardSet shards) {
        return CalibrationFit.temperature(candidates -> likelihood(shards, candidates));
    }

    /** Fits a variance scale on the rows of a split. */
    CalibrationFit fitVarianceScale(ShardSet shards) {
        return CalibrationFit.varianceScale(candidates -> likelihood(shards, candidates));
    }

    /**
     * Fits a factor and a shift for each class logit, or one affine map of all logits, on the rows of a split.
     *
     * @param matrix whether to fit an affine map of all logits
     */
    CalibrationFit fitAffine(ShardSet shards, boolean matrix) {
        int classes = model.value().outputs();
        return CalibrationFit.affine(fitTemperature(shards), rows(shards), classes, matrix, candidates -> passInOrder(
                        shards,
                        (evaluator, rows, shard) -> evaluator.affineLikelihood(rows, candidates),
                        AffineLikelihood::merge)
                .orElseThrow());
    }

    /** Returns the number of rows of a split that passes include. */
    long rows(ShardSet split) {
        return rows(split, selected);
    }

    static long rows(ShardSet split, HeldOutRows selected) {
        return IntStream.range(0, split.shards().size())
                .mapToLong(shard -> selected.count(split.shards().get(shard).rows(), shard))
                .sum();
    }

    private ScaleLikelihood likelihood(ShardSet shards, double[] candidates) {
        return passInOrder(
                        shards,
                        (evaluator, rows, shard) -> evaluator.likelihood(rows, candidates),
                        ScaleLikelihood::merge)
                .orElseGet(() -> new ScaleLikelihood(candidates));
    }

    /**
     * Computes the conformity scores of the labels of a split, by fold; one element without folds.
     *
     * @param coverage the requested coverage
     */
    List<ConformalScores> conformity(ShardSet shards, ConformalScore score, double coverage) {
        return IntStream.range(0, shards.folds())
                .mapToObj(fold -> this.<ConformalScores>pass(
                                shards,
                                shard -> shards.isFoldOf(fold, shard),
                                (evaluator, rows, shard) -> evaluator.conformity(rows, score, coverage),
                                ConformalScores::merge)
                        .orElseGet(() -> noScores(score, coverage)))
                .toList();
    }

    private ConformalScores noScores(ConformalScore score, double coverage) {
        return model.value().likelihood().conformalScores(score, coverage);
    }

    /** Evaluates predictions on the labels of a split; empty if it has no rows. */
    public Optional<SplitScores> evaluate(ShardSet shards) {
        return pass(shards, shard -> true, Evaluator::evaluate, SplitScores::merge);
    }

    /** Runs a pass whose sums do not depend on the order of merging. */
    private <A> Optional<A> pass(ShardSet split, IntPredicate included, ShardWork<A> work, MergeFunction<A> merge) {
        return parts(split, included, work)
                .map(parts -> SparkFailures.reading(
                        A_ROW,
                        () -> parts.treeReduce((sum, other) -> {
                            merge.merge(sum, other);
                            return sum;
                        })));
    }

    /** Runs a pass whose sums are rounded, and merges them in the order of the shards. */
    private <A> Optional<A> passInOrder(ShardSet split, ShardWork<A> work, MergeFunction<A> merge) {
        return parts(split, shard -> true, work)
                .map(parts -> SparkFailures.reading(A_ROW, () -> OrderedReduce.reduce(parts, merge)));
    }

    /** Returns one part for each shard with rows; empty if there are none. */
    private <A> Optional<JavaRDD<A>> parts(ShardSet split, IntPredicate included, ShardWork<A> work) {
        List<ShardRef> shards = List.copyOf(split.shards());
        List<Integer> nonEmpty = IntStream.range(0, shards.size())
                .filter(shard -> shards.get(shard).rows() > 0 && included.test(shard))
                .boxed()
                .toList();
        if (nonEmpty.isEmpty()) {
            return Optional.empty();
        }
        Broadcast<EnsembleModel> broadcast = model;
        SerializableConfiguration configuration = hadoop;
        HeldOutRows rows = selected;
        return Optional.of(spark.parallelize(nonEmpty, nonEmpty.size())
                .map(shard -> work.of(
                        new Evaluator(
                                broadcast.value().withMembers(member -> split.isFoldOf(member, shard)),
                                TaskGemm.open()),
                        rows.of(LocalShards.open(shards.get(shard), configuration.value()), shard),
                        shard)));
    }

    /** The work of a task on its shard. */
    @FunctionalInterface
    private interface ShardWork<A> extends Serializable {
        /** @param shard the index of the shard in its split */
        A of(Evaluator evaluator, Shard rows, int shard);
    }

    @Override
    public void close() {
        model.destroy();
    }
}
