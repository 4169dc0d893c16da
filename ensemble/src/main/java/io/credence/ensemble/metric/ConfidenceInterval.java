package io.credence.ensemble.metric;

/**
 * An estimate with its 95 % confidence interval.
 *
 * @param value the estimate
 * @param lower the lower end
 * @param upper the upper end
 */
public record ConfidenceInterval(double value, double lower, double upper) {
    /**
     * The half-width of a 95 % interval, in standard errors of a normal estimate. This is the correctly rounded
     * quantile, which differs by one ulp from the value of
     * {@link io.credence.ensemble.predictive.StandardNormal#quantile}.
     */
    static final double Z95 = 1.959963984540054;

    private static final int HALVINGS = 60;

    /**
     * Returns a fraction of rows with the interval of Wilson (1927), which remains valid for few rows and for
     * fractions near 0 and 1.
     *
     * @param hits the number of rows that are hits
     * @param rows the total number of rows; if 0, all values are NaN
     */
    static ConfidenceInterval ofFraction(long hits, long rows) {
        double n = rows;
        double fraction = hits / n;
        double square = Z95 * Z95;
        double centre = (fraction + square / (2 * n)) / (1 + square / n);
        double margin = Z95 / (1 + square / n) * Math.sqrt(fraction * (1 - fraction) / n + square / (4 * n * n));
        return new ConfidenceInterval(fraction, Math.max(0, centre - margin), Math.min(1, centre + margin));
    }

    /**
     * Returns an area under the receiver operating characteristic with the interval of Newcombe (2006, method 5). Each
     * end is the area from which the estimate is 1.96 standard errors away. The standard error is the one at that end,
     * by the formula of Hanley and McNeil (1982). The interval is therefore not empty if the two kinds are separated
     * perfectly, and it is valid near 1 and for few rows. The formula assumes scores of a typical shape. If the
     * empirical variance (DeLong et al. 1988) is larger, the formula is scaled up to it.
     *
     * @param area the estimated area
     * @param positives the number of rows of one kind; if 0, all values are NaN
     * @param negatives the number of rows of the other kind; if 0, all values are NaN
     * @param variance the variance of the area by DeLong's method
     */
    static ConfidenceInterval ofArea(double area, double positives, double negatives, double variance) {
        if (positives == 0 || negatives == 0) {
            return new ConfidenceInterval(Double.NaN, Double.NaN, Double.NaN);
        }
        double hanleyMcNeil = varianceOfArea(area, positives, negatives);
        double scale = hanleyMcNeil > 0 ? Math.max(1, variance / hanleyMcNeil) : 1;
        double[] ends = new double[2];
        for (int end = 0; end < 2; end++) {
            double within = area;
            double beyond = end;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = 0.5 * (within + beyond);
                double error = Math.sqrt(scale * varianceOfArea(middle, positives, negatives));
                if (Math.abs(area - middle) <= Z95 * error) {
                    within = middle;
                } else {
                    beyond = middle;
                }
            }
            ends[end] = within;
        }
        return new ConfidenceInterval(area, ends[0], ends[1]);
    }

    private static double varianceOfArea(double area, double positives, double negatives) {
        double others = 0.5 * (positives + negatives) - 1;
        double shared = others * ((1 - area) / (2 - area) + area / (1 + area));
        return area * (1 - area) * (1 + shared) / (positives * negatives);
    }
}
