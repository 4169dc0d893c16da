package io.credence.ensemble.metric;

/**
 * A measured value and the 95 % confidence interval around it.
 *
 * @param value the estimate
 * @param lower the lower end
 * @param upper the upper end
 */
public record Interval(double value, double lower, double upper) {
    private static final double Z95 = 1.959963984540054;

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
}
