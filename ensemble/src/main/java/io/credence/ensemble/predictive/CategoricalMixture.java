package io.credence.ensemble.predictive;

import java.util.Arrays;

/**
 * The predictive distribution of a classification for one row: the equal-weight mixture of the class probabilities that the
 * components predict. One object serves all rows: components are set again, nothing is allocated.
 *
 * <p>The uncertainties are entropies in nats (Depeweg et al. 2018): total is that of the mean probabilities, aleatoric the mean of
 * the components' own, epistemic their difference, the mutual information of label and component. Logarithms of probabilities
 * are kept beside the probabilities, and the largest probability's is taken from the others' sum, so that a row that is all
 * but certain keeps its digits. Not safe for use by several threads.
 */
public final class CategoricalMixture {
    private final int size;
    private final int classes;
    private final double[] probabilities;
    private final double[] logProbabilities;
    private final double[] greatestLogits;
    private final double[] logSums;
    private final double[] mapped;
    private final double[] mean;
    private final int[] votes;
    private final double logSize;

    private boolean stale = true;
    private int prediction;
    private double leastConfidence;
    private double aleatoric;
    private double epistemic;

    /**
     * @param size the number of components, at least 1
     * @param classes the number of classes, at least 2
     */
    public CategoricalMixture(int size, int classes) {
        if (size < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "a mixture has " + size + " components and " + classes + " classes; it must have at least 1 and 2");
        }
        this.size = size;
        this.classes = classes;
        probabilities = new double[size * classes];
        logProbabilities = new double[size * classes];
        greatestLogits = new double[size];
        logSums = new double[size];
        mapped = new double[classes];
        mean = new double[classes];
        votes = new int[classes];
        logSize = Math.log(size);
        float[] even = new float[classes];
        for (int m = 0; m < size; m++) {
            set(m, even, 0, 1);
        }
    }

    /** The number of components. */
    public int size() {
        return size;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /**
     * Sets one component to softmax(logits / temperature).
     *
     * @param logits holds one logit a class from {@code offset} on
     * @param temperature above 0; 1 leaves the logits as they are
     * @throws IllegalArgumentException if a logit is not finite
     */
    public void set(int component, float[] logits, int offset, double temperature) {
        set(component, logits, offset, LogitMap.temperature(temperature));
    }

    /**
     * Sets one component to the softmax of its mapped logits.
     *
     * @param logits holds one logit a class from {@code offset} on
     * @throws IllegalArgumentException if a mapped logit is not finite
     */
    public void set(int component, float[] logits, int offset, LogitMap map) {
        map.map(logits, offset, mapped);
        int top = 0;
        for (int k = 0; k < classes; k++) {
            if (!Double.isFinite(mapped[k])) {
                throw new IllegalArgumentException("component " + component + " of a prediction has the logit "
                        + mapped[k] + " for class " + k + "; logits must be finite");
            }
            top = mapped[k] > mapped[top] ? k : top;
        }
        int at = component * classes;
        double others = 0;
        for (int k = 0; k < classes; k++) {
            double log = mapped[k] - mapped[top];
            logProbabilities[at + k] = log;
            probabilities[at + k] = Math.exp(log);
            others += k == top ? 0 : probabilities[at + k];
        }
        double logSum = Math.log1p(others);
        greatestLogits[component] = mapped[top];
        logSums[component] = mapped[top] + logSum;
        for (int k = 0; k < classes; k++) {
            logProbabilities[at + k] -= logSum;
            probabilities[at + k] /= 1 + others;
        }
        stale = true;
    }

    /**
     * Sets every component from the logits of one row.
     *
     * @param chunk with as many components as this mixture and one output a class
     * @param row the row in the chunk
     * @param temperature divides the logits, above 0
     */
    public void read(Components chunk, int row, double temperature) {
        read(chunk, row, LogitMap.temperature(temperature));
    }

    /**
     * Sets every component from the logits of one row.
     *
     * @param chunk with as many components as this mixture and one output a class
     * @param row the row in the chunk
     * @param map is done to every component's logits
     */
    public void read(Components chunk, int row, LogitMap map) {
        if (chunk.size() != size || chunk.outputs() != classes) {
            throw new IllegalArgumentException("the chunk has " + chunk.size() + " components of " + chunk.outputs()
                    + " outputs; this mixture needs " + size + " of " + classes);
        }
        read(chunk, row, 0, 1, 1, map);
    }

    /**
     * Sets every component from some of a chunk's: {@code block} in a row, from {@code first} on, and again after every {@code stride} blocks.
     *
     * @param first the first block, counted from 0
     * @param stride from one block to the next that is read, in blocks
     * @param block the components of a block
     */
    public void read(Components chunk, int row, int first, int stride, int block, LogitMap map) {
        for (int m = 0; m < size; m++) {
            set(m, chunk.values(), chunk.offset((first + m / block * stride) * block + m % block, row), map);
        }
    }

    /** The mean probability of a class. */
    public double probability(int label) {
        refresh();
        return mean[label];
    }

    /** The logarithm of the mean probability of a class; finite also where the probability itself underflows. */
    public double logProbability(int label) {
        double most = Double.NEGATIVE_INFINITY;
        for (int at = label; at < logProbabilities.length; at += classes) {
            most = Math.max(most, logProbabilities[at]);
        }
        double sum = 0;
        for (int at = label; at < logProbabilities.length; at += classes) {
            sum += Math.exp(logProbabilities[at] - most);
        }
        return most + Math.log(sum) - logSize;
    }

    /**
     * The logarithm of the mean probability of one class straight from the logits, for passes that need nothing else.
     *
     * @param row the row in the chunk
     * @param temperature divides the logits, above 0
     */
    public static double logProbability(Components chunk, int row, int label, double temperature) {
        float[] logits = chunk.values();
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int m = 0; m < chunk.size(); m++) {
            int at = chunk.offset(m, row);
            double top = logits[at + greatest(logits, at, chunk.outputs())];
            double normalizer = 0;
            for (int k = 0; k < chunk.outputs(); k++) {
                normalizer += Math.exp((logits[at + k] - top) / temperature);
            }
            double log = (logits[at + label] - top) / temperature - Math.log(normalizer);
            sum = log > most ? sum * Math.exp(most - log) + 1 : sum + Math.exp(log - most);
            most = Math.max(most, log);
        }
        return most + Math.log(sum) - Math.log(chunk.size());
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
        refresh();
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
            double logs = 0;
            for (int at = k; at < logProbabilities.length; at += classes) {
                logs += logProbabilities[at];
            }
            crossEntropy -= mean[k] * logs / size;
        }
        return size == 1 ? 0 : Math.max(0, crossEntropy - aleatoric);
    }

    /** The mean of the components' greatest logits; low where no class has much evidence (Hendrycks et al. 2022). */
    public double maximumLogit() {
        return mean(greatestLogits);
    }

    /** The mean of the components' energies, each minus the logarithm of the sum of exp(logit) (Liu et al. 2020). */
    public double energy() {
        return -mean(logSums);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The entropy of one component, in nats. */
    public double entropy(int component) {
        double entropy = 0;
        for (int k = 0, at = component * classes; k < classes; k++, at++) {
            // exp(-1000) is 0, and 0 times its finite logarithm is the limit wanted.
            entropy -= probabilities[at] * logProbabilities[at];
        }
        return entropy;
    }

    /** 1 less the greatest probability of one component, as the sum of the others. */
    public double leastConfidence(int component) {
        int top = top(component);
        double others = 0;
        for (int k = 0; k < classes; k++) {
            others += k == top ? 0 : probabilities[component * classes + k];
        }
        return others;
    }

    private int top(int component) {
        int top = 0;
        for (int k = 1; k < classes; k++) {
            top = probabilities[component * classes + k] > probabilities[component * classes + top] ? k : top;
        }
        return top;
    }

    private void refresh() {
        if (!stale) {
            return;
        }
        Arrays.fill(mean, 0);
        Arrays.fill(votes, 0);
        double entropies = 0;
        for (int m = 0; m < size; m++) {
            for (int k = 0; k < classes; k++) {
                mean[k] += probabilities[m * classes + k];
            }
            entropies += entropy(m);
            votes[top(m)]++;
        }
        for (int k = 0; k < classes; k++) {
            mean[k] /= size;
        }
        aleatoric = entropies / size;
        describeMean();
        stale = false;
    }

    private void describeMean() {
        prediction = 0;
        for (int k = 1; k < classes; k++) {
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
        epistemic = size == 1 ? 0 : Math.max(0, entropy - aleatoric);
    }

    private static int greatest(float[] values, int offset, int count) {
        int top = 0;
        for (int k = 1; k < count; k++) {
            top = values[offset + k] > values[offset + top] ? k : top;
        }
        return top;
    }
}
