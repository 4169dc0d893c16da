package io.credence.driver.evaluation;

import io.credence.driver.data.input.SparkFailures;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.ShardRef;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.score.TaskGemm;
import io.credence.ensemble.calibration.AffineLikelihood;
import io.credence.ensemble.calibration.CalibrationFit;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.calibration.LabelScores;
import io.credence.ensemble.calibration.ResidualScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.evaluation.Evaluator;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.specification.Task;
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
 * Passes of an ensemble over the rows of a split, one task a shard. Executors merge what their tasks found, so that what comes to the driver, which
 * sees no row, hardly grows with the shards: exact sums in whatever order, likelihoods, whose sums round, in the order of the shards. A row of a
 * fold is met by the members that validated on it alone, because the others have learnt its label.
 */
public final class ShardPasses implements AutoCloseable {
    private static final String A_ROW = "a validation or test row";

    private final JavaSparkContext spark;
    private final SerializableConfiguration hadoop;
    private final Broadcast<EnsembleModel> model;
    private final HeldOutRows chosen;

    /** Passes over every row. */
    public ShardPasses(JavaSparkContext spark, EnsembleModel model) {
        this(spark, model, HeldOutRows.ALL);
    }

    /** @param chosen the rows that the passes meet */
    public ShardPasses(JavaSparkContext spark, EnsembleModel model, HeldOutRows chosen) {
        this.chosen = chosen;
        this.spark = spark;
        this.hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        this.model = spark.broadcast(model);
    }

    /** Fits one temperature on the rows of a split. */
    public CalibrationFit fitTemperature(ShardSet shards) {
        return CalibrationFit.temperature(candidates -> likelihood(shards, candidates));
    }

    /** Fits one factor on the variance on the rows of a split. */
    public CalibrationFit fitVarianceScale(ShardSet shards) {
        return CalibrationFit.varianceScale(candidates -> likelihood(shards, candidates));
    }

    /**
     * Fits a factor and a shift for every class's logit, or one affine map of all, on the rows of a split.
     *
     * @param matrix whether all logits may act on each other
     */
    public CalibrationFit fitAffine(ShardSet shards, boolean matrix) {
        int classes = model.value().outputs();
        return CalibrationFit.affine(fitTemperature(shards), rows(shards), classes, matrix, candidates -> passInOrder(
                        shards,
                        (evaluator, rows, shard) -> evaluator.affineLikelihood(rows, candidates),
                        AffineLikelihood::merge)
                .orElseThrow());
    }

    /** How many rows of a split the passes meet. */
    long rows(ShardSet split) {
        return IntStream.range(0, split.shards().size())
                .mapToLong(shard -> chosen.count(split.shards().get(shard).rows(), shard))
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
     * How badly the labels of a split conform to their calibrated predictions, by fold; one element where there are no folds.
     *
     * @param score how classes are scored; a regression does not read it
     */
    public List<ConformalScores> conformity(ShardSet shards, LabelScore score) {
        return IntStream.range(0, shards.folds())
                .mapToObj(fold -> this.<ConformalScores>pass(
                                shards,
                                shard -> shards.isFoldOf(fold, shard),
                                (evaluator, rows, shard) -> evaluator.conformity(rows, score),
                                ConformalScores::merge)
                        .orElseGet(() -> noScores(score)))
                .toList();
    }

    private ConformalScores noScores(LabelScore score) {
        return model.value().task() == Task.REGRESSION ? new ResidualScores() : new LabelScores(score);
    }

    /** Meets predictions with the labels of a split; empty if it has no rows. */
    public Optional<SplitScores> evaluate(ShardSet shards) {
        return pass(shards, shard -> true, Evaluator::evaluate, SplitScores::merge);
    }

    /** For sums that do not depend on the order of their parts. */
    private <A> Optional<A> pass(ShardSet split, IntPredicate wanted, ShardWork<A> work, MergeFunction<A> merge) {
        return parts(split, wanted, work)
                .map(parts -> SparkFailures.reading(
                        A_ROW,
                        () -> parts.treeReduce((sum, other) -> {
                            merge.merge(sum, other);
                            return sum;
                        })));
    }

    /** For likelihoods, whose sums round. */
    private <A> Optional<A> passInOrder(ShardSet split, ShardWork<A> work, MergeFunction<A> merge) {
        return parts(split, shard -> true, work)
                .map(parts -> SparkFailures.reading(A_ROW, () -> OrderedReduce.reduce(parts, merge)));
    }

    /** One part for every shard that has rows; empty if none has. */
    private <A> Optional<JavaRDD<A>> parts(ShardSet split, IntPredicate wanted, ShardWork<A> work) {
        List<ShardRef> shards = List.copyOf(split.shards());
        List<Integer> filled = IntStream.range(0, shards.size())
                .filter(shard -> shards.get(shard).rows() > 0 && wanted.test(shard))
                .boxed()
                .toList();
        if (filled.isEmpty()) {
            return Optional.empty();
        }
        Broadcast<EnsembleModel> broadcast = model;
        SerializableConfiguration configuration = hadoop;
        HeldOutRows dealt = chosen;
        return Optional.of(spark.parallelize(filled, filled.size())
                .map(shard -> work.of(
                        new Evaluator(
                                broadcast.value().withMembers(member -> split.isFoldOf(member, shard)),
                                TaskGemm.open()),
                        dealt.of(LocalShards.open(shards.get(shard), configuration.value()), shard),
                        shard)));
    }

    /** What is done with a shard on an executor. */
    @FunctionalInterface
    private interface ShardWork<A> extends Serializable {
        /** @param shard the shard's place in its split */
        A of(Evaluator evaluator, Shard rows, int shard);
    }

    @Override
    public void close() {
        model.destroy();
    }
}
