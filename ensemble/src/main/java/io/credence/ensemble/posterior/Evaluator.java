package io.credence.ensemble.posterior;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.member.Shard;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.kernels.simd.Matrix;

/**
 * Meets an ensemble's predictions with the labels of a shard. What comes back is small and can be merged; merged in the order of the
 * shards it has the same bits wherever the shards were read.
 *
 * <p>Serves one thread at a time.
 */
public final class Evaluator {
    private final EnsembleModel model;
    private final EnsemblePredictor predictor;
    private final float[] targets;

    public Evaluator(EnsembleModel model) {
        this.model = model;
        this.predictor = new EnsemblePredictor(model);
        this.targets = new float[predictor.chunkRows()];
    }

    /**
     * The likelihood of a shard's labels at every candidate of a calibration's search, before any calibration.
     *
     * @param candidates temperatures or variance scales, each above 0
     */
    public ScaleLikelihood likelihood(Shard shard, double[] candidates) {
        ScaleLikelihood likelihood = new ScaleLikelihood(candidates);
        if (model.encoding().label() instanceof LabelColumn.Target target) {
            GaussianMixture mixture = new GaussianMixture(components());
            visit(shard, (chunk, rowOfChunk, row, value) -> {
                mixture.read(chunk, rowOfChunk, target.mean(), target.scale());
                likelihood.add(mixture, label(target, value));
            });
        } else {
            visit(shard, (chunk, rowOfChunk, row, value) -> likelihood.add(chunk, rowOfChunk, (int) value));
        }
        return likelihood;
    }

    /**
     * How well predictions meet a shard's labels, with the model's calibration and without it.
     *
     * @param shard the shard's place in its split, remembered with the rows worth looking at
     */
    public SplitScores evaluate(Shard rows, int shard) {
        if (model.encoding().label() instanceof LabelColumn.Target target) {
            return evaluateRegression(rows, shard, target);
        }
        return evaluateClasses(
                rows, shard, (LabelColumn.Classes) model.encoding().label());
    }

    private SplitScores evaluateRegression(Shard rows, int shard, LabelColumn.Target target) {
        SplitScores scores = SplitScores.ofRegression();
        GaussianMixture mixture = new GaussianMixture(components());
        visit(rows, (chunk, rowOfChunk, row, value) -> {
            double label = label(target, value);
            mixture.read(chunk, rowOfChunk, target.mean(), target.scale());
            scores.addUncalibrated(mixture, label);
            if (model.calibration() instanceof Calibration.VarianceScale stretch) {
                mixture.stretch(stretch.scale());
            }
            scores.addCalibrated(mixture, label, shard, row);
        });
        return scores;
    }

    private SplitScores evaluateClasses(Shard rows, int shard, LabelColumn.Classes classes) {
        SplitScores scores = SplitScores.ofClasses(classes.labels().size());
        CategoricalMixture mixture =
                new CategoricalMixture(components(), classes.labels().size());
        double temperature = temperature();
        visit(rows, (chunk, rowOfChunk, row, value) -> {
            mixture.read(chunk, rowOfChunk, 1);
            scores.addUncalibrated(mixture, (int) value);
            mixture.read(chunk, rowOfChunk, temperature);
            scores.addCalibrated(mixture, (int) value, shard, row);
        });
        return scores;
    }

    /**
     * The uncertainty of every row, for telling rows like the training rows from others; labels are not read.
     *
     * @param outside whether the rows are of another distribution
     */
    public OutOfDistributionAccumulator scoreDistribution(Shard rows, boolean outside) {
        OutOfDistributionAccumulator accumulator = new OutOfDistributionAccumulator();
        if (model.encoding().label() instanceof LabelColumn.Target target) {
            GaussianMixture mixture = new GaussianMixture(components());
            visit(rows, (chunk, rowOfChunk, row, value) -> {
                mixture.read(chunk, rowOfChunk, target.mean(), target.scale());
                accumulator.add(mixture, outside);
            });
        } else {
            CategoricalMixture mixture = new CategoricalMixture(components(), model.outputs());
            visit(rows, (chunk, rowOfChunk, row, value) -> {
                mixture.read(chunk, rowOfChunk, temperature());
                accumulator.add(mixture, outside);
            });
        }
        return accumulator;
    }

    private double temperature() {
        return model.calibration() instanceof Calibration.Temperature fitted ? fitted.temperature() : 1;
    }

    private int components() {
        return model.ensemble().components();
    }

    private static double label(LabelColumn.Target target, float encoded) {
        return target.mean() + target.scale() * encoded;
    }

    private void visit(Shard shard, RowVisitor visitor) {
        Matrix features = predictor.features();
        for (int from = 0; from < shard.rows(); from += predictor.chunkRows()) {
            int rows = Math.min(predictor.chunkRows(), shard.rows() - from);
            for (int row = 0; row < rows; row++) {
                shard.read(from + row, features.data(), features.offset() + row * features.stride(), targets, row);
            }
            var chunk = predictor.predict();
            for (int row = 0; row < rows; row++) {
                visitor.visit(chunk, row, from + row, targets[row]);
            }
        }
    }
}
