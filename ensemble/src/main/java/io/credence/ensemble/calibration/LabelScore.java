package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.CategoricalMixture;

/** A measure of how badly a class conforms to a prediction. Only the order of the scores matters. */
public enum LabelScore {
    /**
     * Least ambiguous sets (LAC, also called THR; Sadinle et al. 2019): one threshold on the probability, which gives
     * the smallest sets on average. The score is -log p, which orders classes like 1 - p but stays precise near both
     * ends.
     */
    LEAST_AMBIGUOUS,
    /**
     * Adaptive sets (APS; Romano et al. 2020, without their randomisation): the total probability of this class and
     * all more probable ones, which gives larger sets to harder rows. The score is that sum minus 1, computed as minus
     * the probability of the less probable classes, which stays precise if the sum is near 1.
     */
    ADAPTIVE;

    /** Returns the score of a class; a higher score means that the class conforms less. */
    public double of(CategoricalMixture mixture, int label) {
        return switch (this) {
            case LEAST_AMBIGUOUS -> -mixture.logProbability(label);
            case ADAPTIVE -> -probabilityOfLessProbable(mixture, label);
        };
    }

    private static double probabilityOfLessProbable(CategoricalMixture mixture, int label) {
        double probability = mixture.probability(label);
        double sum = 0;
        for (int k = 0; k < mixture.classes(); k++) {
            double other = mixture.probability(k);
            sum += other < probability || (other == probability && k > label) ? other : 0;
        }
        return sum;
    }
}
