package io.credence.ensemble.metric;

import java.util.Optional;

/**
 * The scores that may separate rows outside the training distribution from rows inside it. A higher score means that a
 * row is more likely to be outside. This is the only definition of a score's key in {@code report.json}, its title and
 * its meaning.
 */
public enum OutOfDistributionScore {
    TOTAL("total", "Total", "Uncertainty of the prediction: aleatoric plus epistemic."),
    ALEATORIC("aleatoric", "Aleatoric", "Mean of the components' own uncertainties."),
    EPISTEMIC("epistemic", "Epistemic", "Disagreement between the components: what the model does not know."),
    /** Proposed by Hendrycks and Gimpel (2017). */
    MAXIMUM_PROBABILITY(
            "maximumProbability", "Maximum probability", "1 − the largest of the mean class probabilities."),
    /** Proposed by Hendrycks et al. (2022). */
    MAXIMUM_LOGIT("maximumLogit", "Maximum logit", "Negative mean of the components' largest logits."),
    /** Proposed by Liu et al. (2020). */
    ENERGY("energy", "Energy", "Mean over the components of −log Σ exp(logit)."),
    DISAGREEMENT("disagreement", "Disagreement", "Fraction of component pairs that vote for different classes."),
    /** Proposed by Malinin and Gales (2021). */
    PAIRWISE_DIVERGENCE(
            "pairwiseDivergence", "Pairwise divergence", "Mean KL divergence between the components' predictions."),
    /** Uses the first component alone, which in a deep ensemble is a single network. */
    COMPONENT_ENTROPY("componentEntropy", "One component's entropy", "Entropy of a single component's softmax."),
    /** Uses the first component alone. */
    COMPONENT_MAXIMUM_PROBABILITY(
            "componentMaximumProbability",
            "One component's maximum probability",
            "1 − the largest probability of a single component's softmax."),
    /** Uses the first component alone. */
    COMPONENT_VARIANCE("componentVariance", "One component's variance", "Variance that a single component predicts.");

    private final String key;
    private final String title;
    private final String meaning;

    OutOfDistributionScore(String key, String title, String meaning) {
        this.key = key;
        this.title = title;
        this.meaning = meaning;
    }

    /** Returns the score with the given key. */
    public static Optional<OutOfDistributionScore> ofKey(String key) {
        for (OutOfDistributionScore score : values()) {
            if (score.key.equals(key)) {
                return Optional.of(score);
            }
        }
        return Optional.empty();
    }

    /** Returns the key in {@link OutOfDistributionEvaluation#scores} and in {@code report.json}. */
    public String key() {
        return key;
    }

    /** Returns the title in tables. */
    public String title() {
        return title;
    }

    /** Returns a short definition of the score. */
    public String meaning() {
        return meaning;
    }
}
