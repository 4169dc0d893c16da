package io.credence.ensemble.distribution;

/** A distribution whose expected distances, the terms of the CRPS, have closed forms. */
public sealed interface PairedDistribution extends StretchableDistribution permits LogNormal {
    /** Returns E|X - y|. */
    double distance(double y);

    /**
     * Returns E|X - X'| for independent X and X'.
     *
     * @param other the distribution of X', of the same family
     */
    double distance(PairedDistribution other);
}
