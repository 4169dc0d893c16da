package io.credence.ensemble.calibration;

/**
 * A search for the factor, a temperature or a variance scale, under which the validation rows are most likely. It
 * needs few passes over rows that may be distributed over a cluster: a pass sums the negative log-likelihood at all
 * candidates at once. Four passes narrow a grid over the logarithm of the factor, which starts at [1/1024, 1024], and
 * end with a parabola through the lowest points. The relative accuracy is 1e-4.
 *
 * <p>The likelihood is multiplied by a standard normal prior on the logarithm of the factor. The prior is weak: half a
 * nat at a factor of e. If there are only a few validation rows and all are predicted correctly, the likelihood alone
 * would drive the temperature to 0. The prior keeps the minimum finite.
 *
 * <p>The search uses a grid instead of a descent because a mixture's likelihood may have several minima. Immutable.
 */
final class ScaleSearch {
    private static final int CANDIDATES = 17;
    private static final double MAX_LOG = Math.log(1024);
    private static final double FINAL_STEP = 0.004;

    private final double low;
    private final double high;
    private final double best;
    private final boolean finished;

    private ScaleSearch(double low, double high, double best, boolean finished) {
        this.low = low;
        this.high = high;
        this.best = best;
        this.finished = finished;
    }

    /** Returns the search before its first pass. */
    static ScaleSearch start() {
        return new ScaleSearch(-MAX_LOG, MAX_LOG, 0, false);
    }

    /** Returns the factors at which the next pass must sum the negative log-likelihood, ascending. */
    double[] candidates() {
        double[] candidates = new double[CANDIDATES];
        for (int i = 0; i < CANDIDATES; i++) {
            candidates[i] = Math.exp(logCandidate(i));
        }
        return candidates;
    }

    private double logCandidate(int i) {
        return low + (high - low) * i / (CANDIDATES - 1);
    }

    /**
     * Returns the search after a pass.
     *
     * @param negativeLogLikelihood the sum over all rows, in nats, at each of {@link #candidates}
     * @throws IllegalArgumentException if the number of sums is not the number of candidates, or none of them is
     *     finite
     */
    ScaleSearch narrow(double[] negativeLogLikelihood) {
        if (negativeLogLikelihood.length != CANDIDATES) {
            throw new IllegalArgumentException("a pass has " + negativeLogLikelihood.length
                    + " sums; it must have one for each of the " + CANDIDATES + " candidates");
        }
        double[] cost = new double[CANDIDATES];
        int lowest = -1;
        for (int i = 0; i < CANDIDATES; i++) {
            double prior = 0.5 * logCandidate(i) * logCandidate(i);
            cost[i] = negativeLogLikelihood[i] + prior;
            // Written this way, the comparison never selects a NaN.
            lowest = lowest < 0 ? (Double.isNaN(cost[i]) ? -1 : i) : (cost[i] < cost[lowest] ? i : lowest);
        }
        if (lowest < 0 || Double.isInfinite(cost[lowest])) {
            throw new IllegalArgumentException(
                    "the negative log-likelihood of the validation rows is not finite at any candidate; it must be at"
                            + " one");
        }
        double step = (high - low) / (CANDIDATES - 1);
        double centre = logCandidate(lowest);
        return new ScaleSearch(
                Math.max(low, centre - step),
                Math.min(high, centre + step),
                centre + step * vertex(cost, lowest),
                step <= FINAL_STEP);
    }

    /**
     * Returns the minimum of the parabola through the lowest cost and its neighbours, in steps from the lowest; at
     * most one half.
     */
    private static double vertex(double[] cost, int lowest) {
        if (lowest == 0 || lowest == cost.length - 1) {
            return 0;
        }
        double left = cost[lowest - 1] - cost[lowest];
        double right = cost[lowest + 1] - cost[lowest];
        double shift = 0.5 * (left - right) / (left + right);
        return Double.isFinite(shift) ? shift : 0;
    }

    /** Returns whether {@link #scale} is accurate to 1e-4, so that no further pass is needed. */
    boolean finished() {
        return finished;
    }

    /** Returns the best factor so far; 1 before the first pass. */
    double scale() {
        return Math.exp(best);
    }

    /**
     * Returns whether the best factor is at an end of [1/1024, 1024], where the predictions do not fit the rows at any
     * sensible factor.
     */
    boolean atEdge() {
        return Math.abs(best) > MAX_LOG - 2 * FINAL_STEP;
    }
}
