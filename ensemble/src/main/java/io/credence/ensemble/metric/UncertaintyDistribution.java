package io.credence.ensemble.metric;

import java.util.Map;

/** How the two parts of the uncertainty are distributed over the rows, for the report to draw. */
final class UncertaintyDistribution {
    private static final int BINS = 40;

    private final ScoreHistogram aleatoric = new ScoreHistogram(ScoreHistogram.DRAWN_BINS);
    private final ScoreHistogram epistemic = new ScoreHistogram(ScoreHistogram.DRAWN_BINS);

    void add(double aleatoricPart, double epistemicPart) {
        aleatoric.add(aleatoricPart, 0);
        epistemic.add(epistemicPart, 0);
    }

    void merge(UncertaintyDistribution other) {
        aleatoric.merge(other.aleatoric);
        epistemic.merge(other.epistemic);
    }

    Map<String, Curve> curves() {
        return Map.of(
                "aleatoric",
                aleatoric.ranking().distribution(BINS),
                "epistemic",
                epistemic.ranking().distribution(BINS));
    }
}
