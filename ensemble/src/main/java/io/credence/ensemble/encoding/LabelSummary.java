package io.credence.ensemble.encoding;

/**
 * What is known of the numbers that the training rows have as labels, before training.
 *
 * @param name the label's column
 * @param rows the number of training rows
 * @param zeros the number of rows whose label is 0
 * @param integers the number of rows whose label is an integer
 * @param minimum the least label
 * @param mean the mean of the labels
 * @param variance their variance
 * @param farBelow the number of rows more than {@value #FAR} interquartile ranges below the lower quartile; 0 if the
 *     quartiles are equal
 * @param farAbove the same, above the upper quartile
 */
public record LabelSummary(
        String name,
        long rows,
        long zeros,
        long integers,
        double minimum,
        double mean,
        double variance,
        long farBelow,
        long farAbove) {
    /** The distance from the quartiles, in interquartile ranges, beyond which a label is far. */
    public static final int FAR = 5;

    private static final double SOME_ZEROS = 0.01;
    private static final double MANY_ZEROS = 0.3;

    /** Returns a number of which all labels are multiples, in standard deviations of the labels; 0 if none is known. */
    public double step() {
        return integers == rows && variance > 0 ? 1 / Math.sqrt(variance) : 0;
    }

    /**
     * Returns whether the labels look like numbers of events, of which some rows have none. Whatever the features
     * explain, the variance of Poisson counts is at least their mean; that of ratings and of 0 and 1 is not.
     */
    public boolean isCount() {
        return integers == rows && minimum == 0 && zeros >= SOME_ZEROS * rows && variance >= mean;
    }

    /** Returns whether many labels are 0 and the others are positive, such as amounts of rain. */
    public boolean isMostlyZero() {
        return minimum == 0 && integers < rows && zeros > MANY_ZEROS * rows;
    }

    /** Returns the number of rows whose label is far from the quartiles. */
    public long far() {
        return farBelow + farAbove;
    }
}
