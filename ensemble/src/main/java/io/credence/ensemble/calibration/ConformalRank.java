package io.credence.ensemble.calibration;

import io.credence.ensemble.metric.Ranking;
import io.credence.ensemble.metric.ScoreHistogram;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The finite-sample quantile of split conformal prediction. */
final class ConformalRank {
    private ConformalRank() {}

    /**
     * The score of rank ceil((n + 1) coverage) among n, infinite where that exceeds n. Decimal arithmetic, because in binary (n +
     * 1) coverage may come out just above a whole number that it is. Where the histogram merged scores the upper end of the bin is
     * taken, so that the promise holds.
     */
    static double threshold(ScoreHistogram scores, double coverage) {
        Ranking ranking = scores.ranking();
        long rank = rank(ranking.rows(), coverage);
        return rank > ranking.rows() ? Double.POSITIVE_INFINITY : ranking.orderStatistic(rank);
    }

    /** The rank ceil((n + 1) coverage) of n rows. */
    static long rank(long rows, double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException(
                    "the coverage of a conformal prediction is " + coverage + "; it must be strictly between 0 and 1");
        }
        return ceiling(BigDecimal.valueOf(coverage).multiply(BigDecimal.valueOf(rows + 1)));
    }

    /** The least n with (n + 1) coverage at most n: coverage / (1 - coverage), rounded up. */
    static long leastRows(double coverage) {
        BigDecimal promised = BigDecimal.valueOf(coverage);
        return ceiling(promised.divide(BigDecimal.ONE.subtract(promised), MathContext.DECIMAL128));
    }

    private static long ceiling(BigDecimal value) {
        return value.setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
