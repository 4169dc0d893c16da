package io.credence.ensemble.metric;

/**
 * A line or a histogram of the report, such as a reliability diagram.
 *
 * @param x the horizontal positions: bin centres, nominal levels, thresholds
 * @param y the value at each position, NaN where a bin is empty
 * @param count how many rows stand behind each value
 */
public record Curve(double[] x, double[] y, long[] count) {
    /** @throws IllegalArgumentException if the three have different lengths */
    public Curve {
        if (x.length != y.length || x.length != count.length) {
            throw new IllegalArgumentException("a curve needs as many x as y as counts, found " + x.length + ", "
                    + y.length + " and " + count.length);
        }
    }
}
