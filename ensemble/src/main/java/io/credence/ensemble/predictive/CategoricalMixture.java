package io.credence.ensemble.predictive;

import java.util.Arrays;

/**
 * The predictive distribution of a classification for one row: the equal-weight mixture of the class probabilities that the
 * components predict. Components are added one after another and only sums over them are kept, so that memory grows with the classes alone.
 * One object serves all rows: it is cleared, nothing is allocated.
 *
 * <p>The uncertainties are entropies in nats (Depeweg et al. 2018): total is that of the mean probabilities, aleatoric the mean of
 * the components' own, epistemic their difference, the mutual information of label and component. Logarithms of probabilities
 * are summed beside the probabilities, and the largest probability's is taken from the others' sum, so that a row that is all
 * but certain keeps its digits. Not safe for use by several threads.
 */
public final class CategoricalMixture {
    /** exp of it is well above the least double; what is smaller is summed by its logarithm. */
    private static final double FAINT = -600;

    private final int classes;
    private final double[] logs;
    private final double[] exps;
    private final double[] probabilitySums;
    private final double[] faintSums;
    private final double[] logSums;
    private final double[] mean;
    private final int[] votes;
    private int size;
    private double entropies;
    private double greatestLogits;
    private double logNormalizers;
    private double firstEntropy;
    private double firstLeastConfidence;

    private boolean stale;
    private int prediction;
    private double leastConfidence;
    private double aleatoric;
    private double epistemic;

    /**
     * A mixture without components.
     *
     * @param classes the number of classes, at least 2
     */
    public CategoricalMixture(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("a mixture has " + classes + " classes; it must have at least 2");
        }
        this.classes = classes;
        logs = new double[classes];
        exps = new double[classes];
        probabilitySums = new double[classes];
        faintSums = new double[classes];
        logSums = new double[classes];
        mean = new double[classes];
        votes = new int[classes];
        clear();
    }

    /** The number of components. */
    public int size() {
        return size;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** Takes all components away. */
    public CategoricalMixture clear() {
        Arrays.fill(probabilitySums, 0);
        Arrays.fill(faintSums, Double.NEGATIVE_INFINITY);
        Arrays.fill(logSums, 0);
        Arrays.fill(votes, 0);
        size = 0;
        entropies = 0;
        greatestLogits = 0;
        logNormalizers = 0;
        stale = true;
        return this;
    }

    /**
     * Adds the component softmax(logits / temperature).
     *
     * @param logits holds one logit a class from {@code offset} on
     * @param temperature above 0; 1 leaves the logits as they are
     * @throws IllegalArgumentException if a logit is not finite
     */
    public CategoricalMixture add(float[] logits, int offset, double temperature) {
        return add(logits, offset, LogitMap.temperature(temperature));
    }

    /**
     * Adds the component that is the softmax of mapped logits.
     *
     * @param logits holds one logit a class from {@code offset} on
     * @throws IllegalArgumentException if a mapped logit is not finite
     */
    public CategoricalMixture add(float[] logits, int offset, LogitMap map) {
        map.map(logits, offset, logs);
        int top = 0;
        for (int k = 0; k < classes; k++) {
            if (!Double.isFinite(logs[k])) {
                throw new IllegalArgumentException("component " + size + " of a prediction has the logit " + logs[k]
                        + " for class " + k + "; logits must be finite");
            }
            top = logs[k] > logs[top] ? k : top;
        }
        add(top);
        return this;
    }

    /** Adds the component whose logits stand in {@link #logs}. */
    private void add(int top) {
        double greatest = logs[top];
        double others = 0;
        for (int k = 0; k < classes; k++) {
            logs[k] -= greatest;
            exps[k] = Math.exp(logs[k]);
            others += k == top ? 0 : exps[k];
        }
        double logSum = Math.log1p(others);
        double entropy = 0;
        for (int k = 0; k < classes; k++) {
            double log = logs[k] - logSum;
            double probability = exps[k] / (1 + others);
            logSums[k] += log;
            // exp(-1000) is 0, and 0 times its finite logarithm is the limit wanted.
            entropy -= probability * log;
            if (log > FAINT) {
                probabilitySums[k] += probability;
            } else {
                faintSums[k] = logOfSum(faintSums[k], log);
            }
        }
        if (size == 0) {
            firstEntropy = entropy;
            firstLeastConfidence = others / (1 + others);
        }
        size++;
        entropies += entropy;
        votes[top]++;
        greatestLogits += greatest;
        logNormalizers += greatest + logSum;
        stale = true;
    }

    private static double logOfSum(double log, double other) {
        return Math.max(log, other) + Math.log1p(Math.exp(-Math.abs(log - other)));
    }

    /**
     * Takes all of a chunk's components, and no others, from the logits of one row.
     *
     * @param chunk with one output a class
     * @param row the row in the chunk
     * @param temperature divides the logits, above 0
     */
    public void read(Components chunk, int row, double temperature) {
        read(chunk, row, LogitMap.temperature(temperature));
    }

    /**
     * Takes all of a chunk's components, and no others, from the logits of one row.
     *
     * @param chunk with one output a class
     * @param row the row in the chunk
     * @param map is done to every component's logits
     */
    public void read(Components chunk, int row, LogitMap map) {
        read(chunk, row, Components.Subset.ALL, map);
    }

    /**
     * Takes some of a chunk's components, and no others, from the logits of one row.
     *
     * @param chunk with one output a class
     * @param row the row in the chunk
     * @param subset which components
     * @param map is done to every component's logits
     */
    public void read(Components chunk, int row, Components.Subset subset, LogitMap map) {
        if (chunk.outputs() != classes) {
            throw new IllegalArgumentException(
                    "the chunk has components of " + chunk.outputs() + " outputs; this mixture needs " + classes);
        }
        clear();
        int number = subset.size(chunk.size());
        for (int i = 0; i < number; i++) {
            int at = chunk.offset(subset.component(i), row);
            add(chunk.values(), at, map);
        }
    }

    /** The mean probability of a class. */
    public double probability(int label) {
        refresh();
        return mean[label];
    }

    /** The logarithm of the mean probability of a class; finite also where the probability itself underflows, and not 0 where it rounds to 1. */
    public double logProbability(int label) {
        refresh();
        if (label == prediction) {
            return Math.log1p(-leastConfidence);
        }
        return logOfSum(Math.log(probabilitySums[label]), faintSums[label]) - Math.log(size);
    }

    /** The class of the greatest mean probability, the first of several. */
    public int prediction() {
        refresh();
        return prediction;
    }

    /** The greatest mean probability. */
    public double confidence() {
        refresh();
        return mean[prediction];
    }

    /** 1 - {@link #confidence}, the sum of the other classes' probabilities: keeps its digits where the row is near certain. */
    public double leastConfidence() {
        refresh();
        return leastConfidence;
    }

    /** The mean of the components' entropies, in nats. */
    public double aleatoric() {
        refresh();
        return aleatoric;
    }

    /** The mutual information of label and component, in nats; never below 0, and 0 exactly for one component. */
    public double epistemic() {
        refresh();
        return epistemic;
    }

    /** The entropy of the mean probabilities, aleatoric + epistemic, in nats. */
    public double total() {
        refresh();
        return aleatoric + epistemic;
    }

    /** The three entropies as one value. */
    public Uncertainty uncertainty() {
        return new Uncertainty(total(), aleatoric(), epistemic());
    }

    /** How many components find a class the most probable. */
    public int votes(int label) {
        return votes[label];
    }

    /** The share of the pairs of components that vote for different classes, in [0, 1]; 0 for one component. */
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
     * The mean divergence KL(p_m || p_n) over all ordered pairs of components, in nats (Malinin and Gales 2021): the mean cross-entropy
     * less the mean entropy. Never below {@link #epistemic}, which is the divergence from the mean.
     */
    public double pairwiseDivergence() {
        refresh();
        double crossEntropy = 0;
        for (int k = 0; k < classes; k++) {
            crossEntropy -= mean[k] * logSums[k] / size;
        }
        return size == 1 ? 0 : Math.max(0, crossEntropy - aleatoric);
    }

    /** The mean of the components' greatest logits; low where no class has much evidence (Hendrycks et al. 2022). */
    public double maximumLogit() {
        return greatestLogits / size;
    }

    /** The mean of the components' energies, each minus the logarithm of the sum of exp(logit) (Liu et al. 2020). */
    public double energy() {
        return -logNormalizers / size;
    }

    /** The entropy of the first component, in nats: what one of them says alone. */
    public double firstEntropy() {
        return firstEntropy;
    }

    /** 1 less the greatest probability of the first component, as the sum of the others. */
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
            mean[k] = probabilitySums[k] / size;
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
        aleatoric = entropies / size;
        epistemic = size == 1 ? 0 : Math.max(0, entropy - aleatoric);
        stale = false;
    }
}
