package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.Components;
import java.io.Serializable;

/**
 * Accumulates the negative log-likelihood of labels under mixtures with affinely mapped logits, and its gradient, at
 * several candidate maps in one pass. Callers must merge in shard order, so that the same rows give the same bits.
 *
 * <p>With p_m the softmax of component m's mapped logits, the loss of a row is -log mean_m p_m[y]. Its gradient with
 * respect to those logits is r_m (p_m - e_y), where r_m = p_m[y] / sum_n p_n[y] is component m's fraction of the
 * label's probability.
 */
public final class AffineLikelihood implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int classes;
    private final double[][] candidates;
    private final double[] sums;
    private final double[][] gradients;
    private long rows;

    /** @param candidates the parameters of each map, as requested by {@link AffineFit} */
    public AffineLikelihood(int classes, double[][] candidates) {
        this.classes = classes;
        this.candidates = candidates;
        this.sums = new double[candidates.length];
        this.gradients = new double[candidates.length][candidates[0].length];
    }

    /**
     * Adds one row.
     *
     * @param chunk contains the components' logits
     * @param row the row in the chunk
     * @param label the observed class
     */
    public void add(Components chunk, int row, int label) {
        rows++;
        for (int i = 0; i < candidates.length; i++) {
            sums[i] += add(new AffineLogits(classes, candidates[i]), gradients[i], chunk, row, label);
        }
    }

    /**
     * Adds one row at one candidate, and returns its loss. Sums over the components are multiples of the largest
     * p_m[y] so far, so that memory does not grow with the number of components.
     */
    private double add(AffineLogits map, double[] gradient, Components chunk, int row, int label) {
        double[] logs = new double[classes];
        double[] weighted = new double[gradient.length];
        double largest = Double.NEGATIVE_INFINITY;
        double weights = 0;
        for (int m = 0; m < chunk.size(); m++) {
            int offset = chunk.offset(m, row);
            map.map(chunk.values(), offset, logs);
            normalize(logs);
            if (logs[label] > largest) {
                double factor = Math.exp(largest - logs[label]);
                largest = logs[label];
                weights *= factor;
                for (int p = 0; p < weighted.length; p++) {
                    weighted[p] *= factor;
                }
            }
            double weight = Math.exp(logs[label] - largest);
            weights += weight;
            for (int k = 0; k < classes; k++) {
                logs[k] = weight * (Math.exp(logs[k]) - (k == label ? 1 : 0));
            }
            map.backward(chunk.values(), offset, logs, weighted);
        }
        for (int p = 0; p < gradient.length; p++) {
            gradient[p] += weighted[p] / weights;
        }
        return Math.log(chunk.size()) - largest - Math.log(weights);
    }

    /** Turns logits into log-probabilities. */
    private static void normalize(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - largest);
        }
        double normalizer = largest + Math.log(sum);
        for (int k = 0; k < logits.length; k++) {
            logits[k] -= normalizer;
        }
    }

    /** Adds the rows of another accumulator for the same candidates, leaving it unchanged. */
    public void merge(AffineLikelihood other) {
        rows += other.rows;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
            for (int p = 0; p < gradients[i].length; p++) {
                gradients[i][p] += other.gradients[i][p];
            }
        }
    }

    /** Returns the number of rows added so far. */
    public long rows() {
        return rows;
    }

    /** Returns the sum over the rows at one candidate, in nats. */
    double negativeLogLikelihood(int candidate) {
        return sums[candidate];
    }

    /** Returns the gradient of that sum with respect to the candidate's parameters. */
    double[] gradient(int candidate) {
        return gradients[candidate];
    }
}
