package io.credence.kernels.loss;

/** Which triples (anchor, positive, negative) of a batch the triplet loss counts. */
public enum TripletMining {
    /** Every triple. */
    ALL,
    /** For each anchor the farthest positive and the nearest negative: "batch hard" (Hermans et al. 2017). */
    HARD,
    /**
     * For each anchor and positive the nearest negative that is farther than the positive, and where there is none the farthest
     * negative (Schroff et al. 2015). Avoids the collapse to one point that the hardest negatives can cause early on.
     */
    SEMI_HARD
}
