package io.credence.ensemble.metric;

/**
 * How well one score tells rows from outside the training distribution, the positives, from rows inside it.
 *
 * @param auroc the probability that a row from outside scores above one from inside, ties counting half
 * @param aurocLower the lower end of its 95 % confidence interval (Newcombe 2006)
 * @param aurocUpper the upper end
 * @param aupr the average precision of flagging rows from outside; depends on their share among the rows
 * @param fpr95 the share of the rows inside that is flagged when at least 95 % of those outside are
 */
public record Separation(double auroc, double aurocLower, double aurocUpper, double aupr, double fpr95) {
    private static final double TRUE_POSITIVE_RATE = 0.95;

    static Separation of(Ranking ranking) {
        Interval auroc = ranking.auroc();
        return new Separation(
                auroc.value(),
                auroc.lower(),
                auroc.upper(),
                ranking.averagePrecision(),
                ranking.falsePositiveRate(TRUE_POSITIVE_RATE));
    }
}
