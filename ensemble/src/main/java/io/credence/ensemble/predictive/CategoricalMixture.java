package io.credence.ensemble.predictive;

import java.util.Arrays;

/**
 * The predictive distribution of a classification for one row: the equal-weight mixture of the components' class
 * probabilities. Only sums over the components are kept, so memory grows only with the number of classes. One object
 * serves all rows: it is cleared and refilled without allocation.
 *
 * <p>Uncertainties are entropies in nats (Depeweg et al. 2018). The total is the entropy of the mean probabilities,
 * the aleatoric part is the mean entropy of the components, and the epistemic part is the difference: the mutual
 * information of label and component. Logarithms of probabilities are summed alongside the probabilities, and the
 * largest probability is derived from the sum of the others. Nearly certain rows therefore stay precise. Not
 * thread-safe.
 */
public final class CategoricalMixture implements Prediction {
    private final int classes;
    private final ComponentSoftmax component;
    private final ProbabilitySums probabilities;
    private final double[] logSums;
    private final double[] mean;
    private final int[] votes;
    private int size;
    private double entropySum;
    private double largestLogitSum;
    private double logNormalizerSum;
    private double firstEntropy;
    private double firstLeastConfidence;

    /** Whether the fields below must be recomputed. */
    private boolean stale;

    private int prediction;
    private double leastConfidence;
    private double aleatoric;
    private double epistemic;

    /**
     * Creates a mixture without components.
     *
     * @param classes the number of classes, at least 2
     */
    public CategoricalMixture(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("a mixture has " + classes + " classes; it must have at least 2");
        }
        this.classes = classes;
        component = new ComponentSoftmax(classes);
        probabilities = new ProbabilitySums(classes);
        logSums = new double[classes];
        mean = new double[classes];
        votes = new int[classes];
        clear();
    }

    /** Returns the number of components. */
    @Override
    public int size() {
        return size;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Removes all components. */
    public CategoricalMixture clear() {
        probabilities.clear();
        Arrays.fill(logSums, 0);
        Arrays.fill(votes, 0);
        size = 0;
        entropySum = 0;
        largestLogitSum = 0;
        logNormalizerSum = 0;
        stale = true;
        return this;
    }

    /**
     * Adds the component softmax(logits / temperature).
     *
     * @param logits contains one logit for each class starting at {@code offset}
     * @param temperature above 0; 1 leaves the logits as they are
     * @throws IllegalArgumentException if a logit is not finite
     */
    public CategoricalMixture add(float[] logits, int offset, double temperature) {
        return add(logits, offset, LogitMap.temperature(temperature));
    }

    /**
     * Adds the component softmax(map(logits)).
     *
     * @param logits contains one logit for each class starting at {@code offset}
     * @throws IllegalArgumentException if a mapped logit is not finite
     */
    public CategoricalMixture add(float[] logits, int offset, LogitMap map) {
        component.read(logits, offset, map, size);
        double entropy = component.entropy();
        for (int k = 0; k < classes; k++) {
            double log = component.logProbability(k);
            logSums[k] += log;
            probabilities.add(k, component.probability(k), log);
        }
        if (size == 0) {
            firstEntropy = entropy;
            firstLeastConfidence = component.leastConfidence();
        }
        size++;
        entropySum += entropy;
        votes[component.prediction()]++;
        largestLogitSum += component.largestLogit();
        logNormalizerSum += component.logNormalizer();
        stale = true;
        return this;
    }

    /**
     * Replaces the components with all components of a chunk, for one row.
     *
     * @param chunk has one output for each class
     * @param row the row in the chunk
     * @param temperature divides the logits; above 0
     */
    public void read(Components chunk, int row, double temperature) {
        read(chunk, row, LogitMap.temperature(temperature));
    }

    /**
     * Replaces the components with all components of a chunk, for one row.
     *
     * @param chunk has one output for each class
     * @param row the row in the chunk
     * @param map is applied to every component's logits
     */
    public void read(Components chunk, int row, LogitMap map) {
        read(chunk, row, Components.Subset.ALL, map);
    }

    /**
     * Replaces the components with some components of a chunk, for one row.
     *
     * @param chunk has one output for each class
     * @param row the row in the chunk
     * @param subset selects the components
     * @param map is applied to every component's logits
     */
    public void read(Components chunk, int row, Components.Subset subset, LogitMap map) {
        if (chunk.outputs() != classes) {
            throw new IllegalArgumentException(
                    "the chunk has components of " + chunk.outputs() + " outputs; this mixture needs " + classes);
        }
        clear();
        int number = subset.size(chunk.size());
        for (int i = 0; i < number; i++) {
            int start = chunk.offset(subset.component(i), row);
            add(chunk.values(), start, map);
        }
    }

    /** Returns the mean probability of a class. */
    public double probability(int label) {
        refresh();
        return mean[label];
    }

    /**
     * Returns the logarithm of the mean probability of a class. It is finite even if the probability underflows, and
     * below 0 even if it rounds to 1.
     */
    public double logProbability(int label) {
        refresh();
        if (label == prediction) {
            return Math.log1p(-leastConfidence);
        }
        return probabilities.logSum(label) - Math.log(size);
    }

    /** Returns the class with the largest mean probability, the first one in case of a tie. */
    public int prediction() {
        refresh();
        return prediction;
    }

    @Override
    public double point() {
        return prediction();
    }

    /** Returns the largest mean probability. */
    public double confidence() {
        refresh();
        return mean[prediction];
    }

    /**
     * Returns 1 - {@link #confidence}, computed as the sum of the other classes' probabilities, which stays precise
     * for a nearly certain row.
     */
    public double leastConfidence() {
        refresh();
        return leastConfidence;
    }

    /** Returns the mean entropy of the components, in nats. */
    @Override
    public double aleatoric() {
        refresh();
        return aleatoric;
    }

    /** Returns the mutual information of label and component, in nats: at least 0, and exactly 0 for one component. */
    @Override
    public double epistemic() {
        refresh();
        return epistemic;
    }

    /** Returns the entropy of the mean probabilities, aleatoric + epistemic, in nats. */
    @Override
    public double total() {
        refresh();
        return aleatoric + epistemic;
    }

    /** Returns the number of components that predict a class. */
    public int votes(int label) {
        return votes[label];
    }

    /** Returns the fraction of component pairs that predict different classes, in [0, 1]; 0 for one component. */
    public double disagreement() {
        refresh();
        if (size == 1) {
            return 0;
        }
        double agreeing = 0;
        for (int count : votes) {
            agreeing += count * (count - 1.0);
        }
        return 1 - agreeing / (size * (size - 1.0));
    }

    /**
     * Returns the mean divergence KL(p_m || p_n) over all ordered pairs of components, in nats (Malinin and Gales
     * 2021): the mean cross-entropy minus the mean entropy. It is at least {@link #epistemic}, which is the divergence
     * from the mean.
     */
    public double pairwiseDivergence() {
        refresh();
        double crossEntropy = 0;
        for (int k = 0; k < classes; k++) {
            crossEntropy -= mean[k] * logSums[k] / size;
        }
        return size == 1 ? 0 : Math.max(0, crossEntropy - aleatoric);
    }

    /**
     * Returns the mean of the components' largest logits, which is low if no class has much evidence (Hendrycks et al.
     * 2022).
     */
    public double maximumLogit() {
        return largestLogitSum / size;
    }

    /** Returns the mean of the components' energies, each -log(sum of exp(logit)) (Liu et al. 2020). */
    public double energy() {
        return -logNormalizerSum / size;
    }

    /** Returns the entropy of the first component alone, in nats. */
    public double firstEntropy() {
        return firstEntropy;
    }

    /** Returns 1 minus the largest probability of the first component alone, computed as the sum of the others. */
    public double firstLeastConfidence() {
        return firstLeastConfidence;
    }

    private void refresh() {
        if (!stale) {
            return;
        }
        if (size == 0) {
            throw new IllegalStateException("a mixture has 0 components; it must have at least 1");
        }
        prediction = 0;
        for (int k = 0; k < classes; k++) {
            mean[k] = probabilities.sum(k) / size;
            prediction = mean[k] > mean[prediction] ? k : prediction;
        }
        leastConfidence = 0;
        double entropy = 0;
        for (int k = 0; k < classes; k++) {
            if (k != prediction && mean[k] > 0) {
                leastConfidence += mean[k];
                entropy -= mean[k] * Math.log(mean[k]);
            }
        }
        entropy -= mean[prediction] * Math.log1p(-leastConfidence);
        aleatoric = entropySum / size;
        epistemic = size == 1 ? 0 : Math.max(0, entropy - aleatoric);
        stale = false;
    }
}
