package io.credence.ensemble.evaluation;

import io.credence.ensemble.calibration.AffineLikelihood;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.calibration.LabelScores;
import io.credence.ensemble.calibration.ResidualScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.posterior.CategoricalReader;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsemblePredictor;
import io.credence.ensemble.posterior.GaussianReader;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;

/**
 * Meets an ensemble's predictions with the labels of a shard. What comes back is small and can be merged. Metrics, scores and the rows
 * worth looking at have the same bits in whatever order; likelihoods where they are merged in the order of the shards.
 *
 * <p>Serves one thread at a time.
 */
public final class Evaluator {
    private final EnsembleModel model;
    private final EnsemblePredictor predictor;
    private final float[] targets;

    /** @param gemm what matrices are multiplied by; it stays the caller's, who closes it after the last use */
    public Evaluator(EnsembleModel model, Gemm gemm) {
        this.model = model;
        this.predictor = new EnsemblePredictor(model, gemm);
        this.targets = new float[predictor.chunkRows()];
    }

    /**
     * The likelihood of a shard's labels at every candidate of a calibration's search, before any calibration.
     *
     * @param candidates temperatures or variance scales, each above 0
     */
    public ScaleLikelihood likelihood(Shard shard, double[] candidates) {
        ScaleLikelihood likelihood = new ScaleLikelihood(candidates);
        if (isRegression()) {
            GaussianReader reader = new GaussianReader(model);
            visit(
                    shard,
                    (chunk, rowOfChunk, row, value) ->
                            likelihood.add(reader.uncalibrated(chunk, rowOfChunk), reader.label(value)));
        } else {
            visit(shard, (chunk, rowOfChunk, row, value) -> likelihood.add(chunk, rowOfChunk, (int) value));
        }
        return likelihood;
    }

    /**
     * The likelihood of a shard's labels at every candidate of an affine map of the logits, before any calibration.
     *
     * @param candidates the parameters of each map
     */
    public AffineLikelihood affineLikelihood(Shard shard, double[][] candidates) {
        AffineLikelihood likelihood = new AffineLikelihood(model.outputs(), candidates);
        visit(shard, (chunk, rowOfChunk, row, value) -> likelihood.add(chunk, rowOfChunk, (int) value));
        return likelihood;
    }

    /**
     * How badly a shard's labels conform to their calibrated predictions.
     *
     * @param score how classes are scored; a regression does not read it
     */
    public ConformalScores conformity(Shard shard, LabelScore score) {
        if (isRegression()) {
            ResidualScores scores = new ResidualScores();
            GaussianReader reader = new GaussianReader(model);
            visit(
                    shard,
                    (chunk, rowOfChunk, row, value) ->
                            scores.add(reader.calibrated(chunk, rowOfChunk), reader.label(value)));
            return scores;
        }
        LabelScores scores = new LabelScores(score);
        CategoricalReader reader = new CategoricalReader(model);
        visit(shard, (chunk, rowOfChunk, row, value) -> scores.add(reader.calibrated(chunk, rowOfChunk), (int) value));
        return scores;
    }

    /** What {@link #evaluate} says of no rows: a start to merge into. */
    public SplitScores noScores() {
        return isRegression() ? SplitScores.ofRegression() : SplitScores.ofClasses(model.outputs());
    }

    /**
     * How well predictions meet a shard's labels, with the model's calibration and without it, and how often its conformal regions
     * hold the label.
     *
     * @param shard the shard's place in its split, remembered with the rows worth looking at
     */
    public SplitScores evaluate(Shard rows, int shard) {
        return evaluate(rows, shard, false);
    }

    /** As {@link #evaluate(Shard, int)}, and what tells the rows from rows of another distribution, in the same pass. */
    public SplitScores evaluateWithDistribution(Shard rows) {
        return evaluate(rows, 0, true);
    }

    private SplitScores evaluate(Shard rows, int shard, boolean withDistribution) {
        return isRegression()
                ? evaluateRegression(rows, shard, withDistribution)
                : evaluateClasses(rows, shard, withDistribution);
    }

    private SplitScores evaluateRegression(Shard rows, int shard, boolean withDistribution) {
        SplitScores scores = noScores();
        GaussianReader reader = new GaussianReader(model);
        visit(rows, (chunk, rowOfChunk, row, value) -> {
            double label = reader.label(value);
            scores.addUncalibrated(reader.uncalibrated(chunk, rowOfChunk), label);
            GaussianMixture mixture = reader.calibrated(chunk, rowOfChunk);
            scores.addCalibrated(mixture, label, shard, row);
            if (withDistribution) {
                scores.addToDistribution(mixture);
            }
            if (model.conformal() instanceof Conformal.Intervals intervals) {
                List<GaussianMixture> folds = reader.calibratedFolds(chunk, rowOfChunk);
                double lower = intervals.lower(mixture, folds);
                double upper = intervals.upper(mixture, folds);
                scores.addRegion(lower <= label && label <= upper, upper - lower);
            }
        });
        return scores;
    }

    private SplitScores evaluateClasses(Shard rows, int shard, boolean withDistribution) {
        SplitScores scores = noScores();
        CategoricalReader reader = new CategoricalReader(model);
        visit(rows, (chunk, rowOfChunk, row, value) -> {
            int label = (int) value;
            scores.addUncalibrated(reader.uncalibrated(chunk, rowOfChunk), label);
            CategoricalMixture mixture = reader.calibrated(chunk, rowOfChunk);
            scores.addCalibrated(mixture, label, shard, row);
            if (withDistribution) {
                scores.addToDistribution(mixture);
            }
            if (model.conformal() instanceof Conformal.LabelSets sets) {
                List<CategoricalMixture> folds = reader.calibratedFolds(chunk, rowOfChunk);
                scores.addRegion(sets.contains(mixture, folds, label), sets.size(mixture, folds));
            }
        });
        return scores;
    }

    /**
     * The uncertainty of every row of another distribution, for telling them from rows like the training rows; labels are not read.
     */
    public OutOfDistributionAccumulator scoreOutside(Shard rows) {
        OutOfDistributionAccumulator accumulator = new OutOfDistributionAccumulator();
        if (isRegression()) {
            GaussianReader reader = new GaussianReader(model);
            visit(rows, (chunk, rowOfChunk, row, value) -> accumulator.add(reader.calibrated(chunk, rowOfChunk), true));
        } else {
            CategoricalReader reader = new CategoricalReader(model);
            visit(rows, (chunk, rowOfChunk, row, value) -> accumulator.add(reader.calibrated(chunk, rowOfChunk), true));
        }
        return accumulator;
    }

    private boolean isRegression() {
        return model.encoding().label() instanceof LabelColumn.Target;
    }

    private void visit(Shard shard, RowVisitor visitor) {
        Matrix features = predictor.features();
        for (int from = 0; from < shard.rows(); from += predictor.chunkRows()) {
            int rows = Math.min(predictor.chunkRows(), shard.rows() - from);
            for (int row = 0; row < rows; row++) {
                shard.read(from + row, features.data(), features.offset() + row * features.stride(), targets, row);
            }
            var chunk = predictor.predict(rows);
            for (int row = 0; row < rows; row++) {
                visitor.visit(chunk, row, from + row, targets[row]);
            }
        }
    }
}
