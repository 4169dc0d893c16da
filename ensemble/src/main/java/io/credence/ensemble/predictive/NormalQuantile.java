package io.credence.ensemble.predictive;

/**
 * Where the standard normal distribution reaches a probability: found once, and then asked of the mixture of every row.
 *
 * @param probability strictly between 0 and 1
 * @param z the value below which the standard normal distribution has it
 */
public record NormalQuantile(double probability, double z) {
    /** The lower end of the central 95 % interval. */
    public static final NormalQuantile LOWER95 = at(0.025);

    /** Its upper end. */
    public static final NormalQuantile UPPER95 = at(0.975);

    /** @throws IllegalArgumentException if the probability is out of its range */
    public static NormalQuantile at(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "the probability of a quantile is " + probability + "; it must be strictly between 0 and 1");
        }
        return new NormalQuantile(probability, StandardNormal.quantile(probability));
    }
}
