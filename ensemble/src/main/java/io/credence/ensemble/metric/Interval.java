package io.credence.ensemble.metric;

/**
 * A measured value and the 95 % confidence interval around it.
 *
 * @param value the estimate
 * @param lower the lower end
 * @param upper the upper end
 */
public record Interval(double value, double lower, double upper) {
    /** How many standard errors a 95 % interval of a normal estimate has on either side. */
    static final double Z95 = 1.959963984540054;

    private static final int HALVINGS = 60;

    /**
     * A share of rows, with the interval of Wilson (1927), which holds for few rows and for shares near 0 and 1.
     *
     * @param hits how many rows
     * @param rows of how many; NaN throughout where 0
     */
    static Interval ofShare(long hits, long rows) {
        double n = rows;
        double share = hits / n;
        double square = Z95 * Z95;
        double centre = (share + square / (2 * n)) / (1 + square / n);
        double margin = Z95 / (1 + square / n) * Math.sqrt(share * (1 - share) / n + square / (4 * n * n));
        return new Interval(share, Math.max(0, centre - margin), Math.min(1, centre + margin));
    }

    /**
     * An area under the receiver operating characteristic, with the interval of Newcombe (2006, method 5): from the area at either end the
     * seen one is 1.96 standard errors away that hold at that end, by the formula of Hanley and McNeil (1982). So it is not empty where the kinds
     * are told apart without a mistake, and holds near 1 and for few rows. The formula takes scores of a usual shape; where the variance
     * that the rows themselves show (DeLong et al. 1988) is greater than it says, it is scaled up to that.
     *
     * @param positives how many rows of one kind; NaN throughout where 0
     * @param negatives how many of the other
     * @param variance of the area, by DeLong's method
     */
    static Interval ofArea(double area, double positives, double negatives, double variance) {
        if (positives == 0 || negatives == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN);
        }
        double formula = varianceOfArea(area, positives, negatives);
        double scale = formula > 0 ? Math.max(1, variance / formula) : 1;
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
        return new Interval(area, ends[0], ends[1]);
    }

    private static double varianceOfArea(double area, double positives, double negatives) {
        double others = 0.5 * (positives + negatives) - 1;
        double shared = others * ((1 - area) / (2 - area) + area / (1 + area));
        return area * (1 - area) * (1 + shared) / (positives * negatives);
    }
}
