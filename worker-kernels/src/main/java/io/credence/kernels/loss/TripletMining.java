package io.credence.kernels.loss;

/** The triples (anchor, positive, negative) of a batch that the triplet loss selects. */
public enum TripletMining {
    /** Every triple. */
    ALL,
    /** For each anchor, the farthest positive and the nearest negative: "batch hard" (Hermans et al. 2017). */
    HARD,
    /**
     * For each anchor and positive, the nearest negative that is farther away than the positive or, if none is, the
     * farthest negative (Schroff et al. 2015). Avoids the collapse to a single point that the hardest negatives can
     * cause early in training.
     */
    SEMI_HARD
}
