package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.LogMeanExp;
import io.credence.ensemble.predictive.NumericPrediction;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Accumulates the negative log-likelihood of rows at every candidate of a {@link ScaleSearch}, in one pass. Callers
 * must merge in shard order, so that the same rows give the same bits.
 */
public final class ScaleLikelihood implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] candidates;
    private final double[] sums;
    private long rows;

    /** @param candidates the factors, each above 0 */
    public ScaleLikelihood(double[] candidates) {
        this.candidates = candidates.clone();
        this.sums = new double[candidates.length];
    }

    /**
     * Adds one regression row; the candidates are factors on the variance.
     *
     * @param mixture the prediction before calibration
     * @param label the label, in the unit of the mixture
     */
    public void add(NumericPrediction mixture, double label) {
        rows++;
        for (int i = 0; i < candidates.length; i++) {
            sums[i] -= mixture.stretchedLogDensity(label, candidates[i]);
        }
    }

    /**
     * Adds one classification row; the candidates are temperatures.
     *
     * @param chunk contains the components' logits
     * @param row the row in the chunk
     * @param label the observed class
     */
    public void add(Components chunk, int row, int label) {
        rows++;
        LogMeanExp[] means = new LogMeanExp[candidates.length];
        Arrays.setAll(means, i -> new LogMeanExp());
        for (int m = 0; m < chunk.size(); m++) {
            int offset = chunk.offset(m, row);
            double largest = largest(chunk.values(), offset, chunk.outputs());
            for (int i = 0; i < candidates.length; i++) {
                means[i].add(logProbability(chunk, offset, label, largest, candidates[i]));
            }
        }
        for (int i = 0; i < candidates.length; i++) {
            sums[i] -= means[i].value();
        }
    }

    private static double logProbability(Components chunk, int offset, int label, double largest, double temperature) {
        double normalizer = 0;
        for (int k = 0; k < chunk.outputs(); k++) {
            normalizer += Math.exp((chunk.values()[offset + k] - largest) / temperature);
        }
        return (chunk.values()[offset + label] - largest) / temperature - Math.log(normalizer);
    }

    private static double largest(float[] values, int offset, int count) {
        float largest = values[offset];
        for (int k = 1; k < count; k++) {
            largest = Math.max(largest, values[offset + k]);
        }
        return largest;
    }

    /** Adds the rows of another accumulator for the same candidates, leaving it unchanged. */
    public void merge(ScaleLikelihood other) {
        rows += other.rows;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    /** Returns the number of rows added so far. */
    public long rows() {
        return rows;
    }

    /** Returns the sum over the rows at each candidate, in nats. */
    public double[] negativeLogLikelihood() {
        return sums.clone();
    }
}
