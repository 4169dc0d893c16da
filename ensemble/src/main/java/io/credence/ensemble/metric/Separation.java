package io.credence.ensemble.metric;

/**
 * Metrics of how well one score separates rows outside the training distribution, the positives, from rows inside it.
 *
 * @param auroc the probability that a row from outside scores above a row from inside; ties count half
 * @param aurocLower the lower end of the 95 % confidence interval of {@code auroc} (Newcombe 2006)
 * @param aurocUpper the upper end of that interval
 * @param aupr the average precision of flagging rows from outside; depends on their fraction among all rows
 * @param fpr95 the fraction of rows from inside that are flagged when at least 95 % of those from outside are
 */
public record Separation(double auroc, double aurocLower, double aurocUpper, double aupr, double fpr95) {
    private static final double TRUE_POSITIVE_RATE = 0.95;

    static Separation of(Ranking ranking) {
        ConfidenceInterval auroc = ranking.auroc();
        return new Separation(
                auroc.value(),
                auroc.lower(),
                auroc.upper(),
                ranking.averagePrecision(),
                ranking.falsePositiveRate(TRUE_POSITIVE_RATE));
    }
}
