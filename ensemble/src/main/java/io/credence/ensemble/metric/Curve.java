package io.credence.ensemble.metric;

/**
 * A curve or histogram of the report, such as a reliability diagram.
 *
 * @param x the horizontal positions: bin centres, nominal levels, thresholds
 * @param y the value at each position; NaN if a bin is empty
 * @param count the number of rows on which each value is based
 */
public record Curve(double[] x, double[] y, long[] count) {
    /** @throws IllegalArgumentException if the arrays have different lengths */
    public Curve {
        if (x.length != y.length || x.length != count.length) {
            throw new IllegalArgumentException("the arrays x, y and count of a curve have lengths " + x.length + ", "
                    + y.length + " and " + count.length + "; they must be equal");
        }
    }
}
