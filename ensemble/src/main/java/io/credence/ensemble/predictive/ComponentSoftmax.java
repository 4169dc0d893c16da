package io.credence.ensemble.predictive;

/**
 * The softmax of one component's logits, with the logarithms of its probabilities. The largest logit is subtracted
 * first, and its probability enters as 1 / (1 + the sum of the others), so that a nearly certain component stays
 * precise.
 */
final class ComponentSoftmax {
    private final double[] logProbabilities;
    private final double[] probabilities;
    private int prediction;
    private double leastConfidence;
    private double entropy;
    private double largestLogit;
    private double logNormalizer;

    ComponentSoftmax(int classes) {
        logProbabilities = new double[classes];
        probabilities = new double[classes];
    }

    /**
     * Computes the softmax of mapped logits.
     *
     * @param logits contains one logit for each class starting at {@code offset}
     * @param map is applied to the logits first
     * @param component the component's index, for messages
     * @throws IllegalArgumentException if a mapped logit is not finite
     */
    void read(float[] logits, int offset, LogitMap map, int component) {
        double[] logs = logProbabilities;
        map.map(logits, offset, logs);
        prediction = 0;
        for (int k = 0; k < logs.length; k++) {
            if (!Double.isFinite(logs[k])) {
                throw new IllegalArgumentException("component " + component + " of a prediction has the logit "
                        + logs[k] + " for class " + k + "; logits must be finite");
            }
            prediction = logs[k] > logs[prediction] ? k : prediction;
        }
        largestLogit = logs[prediction];
        double others = 0;
        for (int k = 0; k < logs.length; k++) {
            logs[k] -= largestLogit;
            probabilities[k] = Math.exp(logs[k]);
            others += k == prediction ? 0 : probabilities[k];
        }
        double logSum = Math.log1p(others);
        entropy = 0;
        for (int k = 0; k < logs.length; k++) {
            logs[k] -= logSum;
            probabilities[k] /= 1 + others;
            // A probability may underflow to 0, but its logarithm is finite: the product 0 is the correct limit.
            entropy -= probabilities[k] * logs[k];
        }
        leastConfidence = others / (1 + others);
        logNormalizer = largestLogit + logSum;
    }

    double probability(int label) {
        return probabilities[label];
    }

    double logProbability(int label) {
        return logProbabilities[label];
    }

    /** Returns the class with the largest logit, the first one in case of a tie. */
    int prediction() {
        return prediction;
    }

    /** Returns 1 minus the largest probability, computed as the sum of the others. */
    double leastConfidence() {
        return leastConfidence;
    }

    /** Returns the entropy, in nats. */
    double entropy() {
        return entropy;
    }

    double largestLogit() {
        return largestLogit;
    }

    /** Returns log(sum of exp(logit)). */
    double logNormalizer() {
        return logNormalizer;
    }
}
