package io.credence.ensemble.metric;

import java.io.Serializable;
import java.util.Map;

/** The distribution of both parts of the uncertainty over the rows, for the report's histograms. */
final class UncertaintyDistribution implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BINS = 40;

    private final ScoreHistogram aleatoric = new ScoreHistogram(ScoreHistogram.DRAWING_BINS);
    private final ScoreHistogram epistemic = new ScoreHistogram(ScoreHistogram.DRAWING_BINS);

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
