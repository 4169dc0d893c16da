package io.credence.ensemble.predictive;

/**
 * The logarithm of the mean of numbers that are given by their logarithms, one after another, in constant memory: what was summed is scaled
 * anew whenever a greater one comes, so that nothing overflows and the greatest never underflows.
 */
public final class LogMeanExp {
    private double greatest = Double.NEGATIVE_INFINITY;
    private double sum;
    private int count;

    /**
     * Takes in one number.
     *
     * @param log its logarithm; negative infinity for 0
     */
    public void add(double log) {
        count++;
        if (log > greatest) {
            sum = sum * Math.exp(greatest - log) + 1;
            greatest = log;
        } else if (log > Double.NEGATIVE_INFINITY) {
            sum += Math.exp(log - greatest);
        }
    }

    /** The logarithm of the mean; negative infinity where all numbers are 0, NaN where there are none. */
    public double value() {
        return greatest + Math.log(sum) - Math.log(count);
    }
}
