package io.credence.ensemble.predictive;

/**
 * The logarithm of the mean of numbers that are given by their logarithms, in constant memory. The sum is rescaled
 * whenever a larger number arrives, so nothing overflows and the largest number never underflows.
 */
public final class LogMeanExp {
    private double largest = Double.NEGATIVE_INFINITY;
    private double sum;
    private int count;

    /**
     * Adds one number.
     *
     * @param log its logarithm; negative infinity for 0
     */
    public void add(double log) {
        count++;
        if (log > largest) {
            sum = sum * Math.exp(largest - log) + 1;
            largest = log;
        } else if (log > Double.NEGATIVE_INFINITY) {
            sum += Math.exp(log - largest);
        }
    }

    /** Returns the logarithm of the mean: negative infinity if all numbers are 0, NaN if there are none. */
    public double value() {
        return largest + Math.log(sum) - Math.log(count);
    }
}
