package io.credence.ensemble.calibration;

/**
 * The search for the one factor, a temperature or a variance scale, that makes validation rows most likely. Made for passes over
 * rows that are spread over a cluster: a pass sums the negative log-likelihood at all candidates at once, and four passes
 * narrow a grid over the logarithm of the factor from [1/1024, 1024] to a parabola through its least three points, good to
 * 1e-4 relative.
 *
 * <p>The likelihood is weighed with a standard normal prior on the logarithm of the factor. It counts as little as one row, half a nat
 * at a factor of e; but it keeps a minimum within reach where few validation rows are all predicted right, and
 * the likelihood alone would have the temperature go to 0.
 *
 * <p>A grid, and not a descent, because a mixture's likelihood may have several minima. Immutable.
 */
public final class ScaleSearch {
    private static final int CANDIDATES = 17;
    private static final double WIDEST = Math.log(1024);
    private static final double FINEST = 0.004;

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

    /** The search before its first pass. */
    public static ScaleSearch start() {
        return new ScaleSearch(-WIDEST, WIDEST, 0, false);
    }

    /** The factors whose negative log-likelihood the next pass must sum, ascending. */
    public double[] candidates() {
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
     * The search after a pass.
     *
     * @param negativeLogLikelihood the sum over all rows, in nats, at each of {@link #candidates}
     * @throws IllegalArgumentException if there are not as many sums as candidates, or none of them is a number
     */
    public ScaleSearch narrow(double[] negativeLogLikelihood) {
        if (negativeLogLikelihood.length != CANDIDATES) {
            throw new IllegalArgumentException("a pass has " + negativeLogLikelihood.length
                    + " sums; it must have one for each of the " + CANDIDATES + " candidates");
        }
        double[] cost = new double[CANDIDATES];
        int least = -1;
        for (int i = 0; i < CANDIDATES; i++) {
            double prior = 0.5 * logCandidate(i) * logCandidate(i);
            cost[i] = negativeLogLikelihood[i] + prior;
            // Written so that a NaN is never the least.
            least = least < 0 ? (Double.isNaN(cost[i]) ? -1 : i) : (cost[i] < cost[least] ? i : least);
        }
        if (least < 0 || Double.isInfinite(cost[least])) {
            throw new IllegalArgumentException(
                    "the negative log-likelihood of the validation rows is not finite at any candidate; it must be at one");
        }
        double step = (high - low) / (CANDIDATES - 1);
        double centre = logCandidate(least);
        return new ScaleSearch(
                Math.max(low, centre - step),
                Math.min(high, centre + step),
                centre + step * vertex(cost, least),
                step <= FINEST);
    }

    /** Where the parabola through the least cost and its neighbours has its minimum, in steps from the least, within one half. */
    private static double vertex(double[] cost, int least) {
        if (least == 0 || least == cost.length - 1) {
            return 0;
        }
        double left = cost[least - 1] - cost[least];
        double right = cost[least + 1] - cost[least];
        double shift = 0.5 * (left - right) / (left + right);
        return Double.isFinite(shift) ? shift : 0;
    }

    /** Whether {@link #scale} is good to 1e-4, so that no further pass is needed. */
    public boolean finished() {
        return finished;
    }

    /** The best factor so far; 1 before the first pass. */
    public double scale() {
        return Math.exp(best);
    }

    /** Whether the best factor is at an end of [1/1024, 1024]: the predictions do not fit the rows at any sensible factor. */
    public boolean atEdge() {
        return Math.abs(best) > WIDEST - 2 * FINEST;
    }
}
