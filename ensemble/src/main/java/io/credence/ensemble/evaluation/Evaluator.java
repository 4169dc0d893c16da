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
     * @param score the measure for classes; ignored for a regression
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

    /** Returns empty scores, into which others can be merged. */
    public SplitScores noScores() {
        return isRegression() ? SplitScores.ofRegression() : SplitScores.ofClasses(model.outputs());
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
     * Returns the scores of out-of-distribution rows, for comparison with in-distribution rows. Labels are ignored.
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
