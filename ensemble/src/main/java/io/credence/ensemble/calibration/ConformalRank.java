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
     * Returns the score of rank ceil((n + 1) coverage) among n scores; infinite if the rank exceeds n. If the
     * histogram merged scores, the upper end of the bin is used, so that the guarantee holds.
     */
    static double threshold(ScoreHistogram scores, double coverage) {
        Ranking ranking = scores.ranking();
        long rank = rank(ranking.rows(), coverage);
        return rank > ranking.rows() ? Double.POSITIVE_INFINITY : ranking.orderStatistic(rank);
    }

    /**
     * Returns the rank ceil((n + 1) coverage) of n rows. The arithmetic is decimal: in binary, a product that is an
     * integer may come out slightly larger.
     */
    static long rank(long rows, double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException(
                    "the coverage of a conformal prediction is " + coverage + "; it must be strictly between 0 and 1");
        }
        return ceiling(BigDecimal.valueOf(coverage).multiply(BigDecimal.valueOf(rows + 1)));
    }

    /** Returns the smallest n with (n + 1) coverage at most n: coverage / (1 - coverage), rounded up. */
    static long minRows(double coverage) {
        BigDecimal decimal = BigDecimal.valueOf(coverage);
        return ceiling(decimal.divide(BigDecimal.ONE.subtract(decimal), MathContext.DECIMAL128));
    }

    private static long ceiling(BigDecimal value) {
        return value.setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
