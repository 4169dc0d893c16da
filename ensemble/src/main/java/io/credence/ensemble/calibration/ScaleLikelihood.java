package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.LogMeanExp;
import java.util.Arrays;

/**
 * The negative log-likelihood of rows at each candidate of a {@link ScaleSearch}, summed row by row in one pass and merged piece by
 * piece; callers merge in the order of the shards so that the same rows give the same bits.
 */
public final class ScaleLikelihood {
    private final double[] candidates;
    private final double[] sums;
    private long rows;

    /** @param candidates the factors, each above 0 */
    public ScaleLikelihood(double[] candidates) {
        this.candidates = candidates.clone();
        this.sums = new double[candidates.length];
    }

    /**
     * Adds one row of a regression; the candidates are factors on the variance.
     *
     * @param mixture the prediction before calibration
     * @param label in the unit of the mixture
     */
    public void add(GaussianMixture mixture, double label) {
        rows++;
        for (int i = 0; i < candidates.length; i++) {
            sums[i] -= mixture.stretchedLogDensity(label, candidates[i]);
        }
    }

    /**
     * Adds one row of a classification; the candidates are temperatures.
     *
     * @param chunk the components' logits
     * @param row the row in the chunk
     * @param label the observed class
     */
    public void add(Components chunk, int row, int label) {
        rows++;
        LogMeanExp[] means = new LogMeanExp[candidates.length];
        Arrays.setAll(means, i -> new LogMeanExp());
        for (int m = 0; m < chunk.size(); m++) {
            int at = chunk.offset(m, row);
            double greatest = greatest(chunk.values(), at, chunk.outputs());
            for (int i = 0; i < candidates.length; i++) {
                means[i].add(logProbability(chunk, at, label, greatest, candidates[i]));
            }
        }
        for (int i = 0; i < candidates.length; i++) {
            sums[i] -= means[i].value();
        }
    }

    private static double logProbability(Components chunk, int at, int label, double greatest, double temperature) {
        double normalizer = 0;
        for (int k = 0; k < chunk.outputs(); k++) {
            normalizer += Math.exp((chunk.values()[at + k] - greatest) / temperature);
        }
        return (chunk.values()[at + label] - greatest) / temperature - Math.log(normalizer);
    }

    private static double greatest(float[] values, int offset, int count) {
        float greatest = values[offset];
        for (int k = 1; k < count; k++) {
            greatest = Math.max(greatest, values[offset + k]);
        }
        return greatest;
    }

    /** Takes in another's rows, of the same candidates; the other stays as it is. */
    public void merge(ScaleLikelihood other) {
        rows += other.rows;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    /** The number of rows so far. */
    public long rows() {
        return rows;
    }

    /** The sum over the rows at each candidate, in nats. */
    public double[] negativeLogLikelihood() {
        return sums.clone();
    }
}
