package io.credence.ensemble.distribution;

/** A continuous distribution that keeps its family when it is stretched. */
public non-sealed interface StretchableDistribution extends RealDistribution {
    /** Returns the value about which a prediction is stretched, in the space of {@link #stretched}. */
    default double centre() {
        return mean();
    }

    /**
     * Returns this distribution stretched about a centre.
     *
     * @param centre a value that stays where it is; the logarithm of such a value for a log-normal distribution
     * @param factor multiplies distances from the centre, above 0
     */
    StretchableDistribution stretched(double centre, double factor);
}
