package io.credence.ensemble.evaluation;

import io.credence.ensemble.calibration.AffineLikelihood;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.likelihood.PredictionReader;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsemblePredictor;
import io.credence.ensemble.posterior.ModelPredictions;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.Prediction;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.util.List;

/**
 * Compares an ensemble's predictions with the labels of a shard. The results are small and can be merged. Metrics,
 * scores and the rows to review have the same bits in any merge order; likelihoods must be merged in the order of the
 * shards.
 *
 * <p>Not thread-safe.
 */
public final class Evaluator {
    private final EnsembleModel model;
    private final EnsemblePredictor predictor;
    private final float[] targets;

    /** @param gemm the matrix product; the caller closes it after the last use */
    public Evaluator(EnsembleModel model, Gemm gemm) {
        this.model = model;
        this.predictor = new EnsemblePredictor(model, gemm);
        this.targets = new float[predictor.chunkRows()];
    }

    /**
     * Returns the likelihood of a shard's labels under each candidate of a calibration search, before any calibration.
     *
     * @param candidates temperatures or variance scales, each above 0
     */
    public ScaleLikelihood likelihood(Shard shard, double[] candidates) {
        ScaleLikelihood sums = new ScaleLikelihood(candidates);
        ModelPredictions predictions = new ModelPredictions(model);
        PredictionReader uncalibrated = predictions.uncalibrated();
        visit(shard, (chunk, rowOfChunk, row, target) -> predictions
                .likelihood()
                .addTo(sums, uncalibrated, chunk, rowOfChunk, predictions.label(target)));
        return sums;
    }

    /**
     * Returns the likelihood of a shard's labels under each candidate affine map of the logits, before any
     * calibration.
     *
     * @param candidates the parameters of each map
     */
    public AffineLikelihood affineLikelihood(Shard shard, double[][] candidates) {
        AffineLikelihood likelihood = new AffineLikelihood(model.outputs(), candidates);
        visit(shard, (chunk, rowOfChunk, row, value) -> likelihood.add(chunk, rowOfChunk, (int) value));
        return likelihood;
    }

    /**
     * Returns the nonconformity scores of a shard's labels, given their calibrated predictions.
     *
     * @param coverage the requested coverage
     */
    public ConformalScores conformity(Shard shard, ConformalScore score, double coverage) {
        ModelPredictions predictions = new ModelPredictions(model);
        ConformalScores scores = predictions.likelihood().conformalScores(score, coverage);
        visit(
                shard,
                (chunk, rowOfChunk, row, target) ->
                        scores.add(predictions.calibrated(chunk, rowOfChunk), predictions.label(target)));
        return scores;
    }

    /** Returns empty scores, into which others can be merged. */
    public SplitScores noScores() {
        return SplitScores.of(model.likelihood(), model.encoding().label());
    }

    /**
     * Returns how well predictions match a shard's labels, with and without the model's calibration, and how often the
     * conformal regions contain the label.
     *
     * @param rows the rows of the shard
     * @param shard the shard's index in its split, stored with the rows to review
     */
    public SplitScores evaluate(Shard rows, int shard) {
        return evaluate(rows, shard, false);
    }

    /**
     * Like {@link #evaluate(Shard, int)}; also collects the scores that detect out-of-distribution rows, in the same
     * pass.
     */
    public SplitScores evaluateWithDistribution(Shard rows) {
        return evaluate(rows, 0, true);
    }

    private SplitScores evaluate(Shard rows, int shard, boolean withDistribution) {
        SplitScores scores = noScores();
        ModelPredictions predictions = new ModelPredictions(model);
        PredictionReader uncalibrated = predictions.uncalibrated();
        Conformal regions = model.conformal();
        visit(rows, (chunk, rowOfChunk, row, target) -> {
            double label = predictions.label(target);
            scores.addUncalibrated(uncalibrated.read(chunk, rowOfChunk, Components.Subset.ALL), label);
            Prediction prediction = predictions.calibrated(chunk, rowOfChunk);
            scores.addCalibrated(prediction, label, shard, row);
            if (withDistribution) {
                predictions.likelihood().addTo(scores.distribution(), prediction, false);
            }
            if (regions != null) {
                List<Prediction> folds = predictions.calibratedFolds(chunk, rowOfChunk);
                scores.addRegion(regions.contains(prediction, folds, label), regions.size(prediction, folds));
            }
        });
        return scores;
    }

    /**
     * Returns the scores of out-of-distribution rows, for comparison with in-distribution rows. Labels are ignored.
     */
    public OutOfDistributionAccumulator scoreOutside(Shard rows) {
        OutOfDistributionAccumulator scores = new OutOfDistributionAccumulator();
        ModelPredictions predictions = new ModelPredictions(model);
        visit(rows, (chunk, rowOfChunk, row, target) -> predictions
                .likelihood()
                .addTo(scores, predictions.calibrated(chunk, rowOfChunk), true));
        return scores;
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
