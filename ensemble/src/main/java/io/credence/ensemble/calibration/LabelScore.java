package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.CategoricalMixture;

/** How badly a class conforms to a prediction; the order of the scores is all that matters. */
public enum LabelScore {
    /**
     * Least ambiguous sets (LAC, also THR; Sadinle et al. 2019): one threshold on the probability, which gives the smallest sets on
     * average. The score is -log p, which orders classes as 1 - p does and keeps its digits near both ends.
     */
    LEAST_AMBIGUOUS,
    /**
     * Adaptive sets (APS; Romano et al. 2020, without their randomisation): the probability of all classes down to this
     * one, which gives larger sets to harder rows. The score is that less 1, the negative of the probability of the classes
     * after it, which keeps its digits where the sum is near 1.
     */
    ADAPTIVE;

    /** The score of a class; greater conforms less. */
    public double of(CategoricalMixture mixture, int label) {
        return switch (this) {
            case LEAST_AMBIGUOUS -> -mixture.logProbability(label);
            case ADAPTIVE -> -probabilityAfter(mixture, label);
        };
    }

    private static double probabilityAfter(CategoricalMixture mixture, int label) {
        double own = mixture.probability(label);
        double after = 0;
        for (int k = 0; k < mixture.classes(); k++) {
            double each = mixture.probability(k);
            after += each < own || (each == own && k > label) ? each : 0;
        }
        return after;
    }
}
