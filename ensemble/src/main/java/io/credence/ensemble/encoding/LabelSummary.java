package io.credence.ensemble.encoding;

/**
 * What is known of the numbers that the training rows have as labels, before training.
 *
 * @param name the label's column
 * @param rows the number of training rows
 * @param zeros the number of rows whose label is 0
 * @param integers the number of rows whose label is an integer
 * @param minimum the least label
 * @param farBelow the number of rows more than {@value #FAR} interquartile ranges below the lower quartile; 0 if the
 *     quartiles are equal
 * @param farAbove the same, above the upper quartile
 */
public record LabelSummary(
        String name, long rows, long zeros, long integers, double minimum, long farBelow, long farAbove) {
    /** The distance from the quartiles, in interquartile ranges, beyond which a label is far. */
    public static final int FAR = 5;
}
