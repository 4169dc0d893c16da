package io.credence.driver.data.scaling;

import java.util.Arrays;

/**
 * Numbers in ascending order, each with a weight.
 *
 * @param values the numbers
 * @param weights one positive weight for each
 */
record SampledNumbers(double[] values, long[] weights) {
    /** Returns the smallest number that at least a fraction {@code p} of the weight does not exceed. */
    double quantile(double p) {
        double rank = p * total();
        long below = 0;
        int i = 0;
        while (i < values.length - 1 && below + weights[i] < rank) {
            below += weights[i++];
        }
        return values[i];
    }

    /** Returns the sum of the weights. */
    long total() {
        long total = 0;
        for (long weight : weights) {
            total += weight;
        }
        return total;
    }

    /** Returns each different number once, with the sum of its weights. */
    SampledNumbers distinct() {
        int count = 0;
        double[] different = new double[values.length];
        long[] sums = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            // Zeros of both signs are one number.
            if (count == 0 || values[i] + 0.0 != different[count - 1]) {
                different[count++] = values[i] + 0.0;
            }
            sums[count - 1] += weights[i];
        }
        return new SampledNumbers(Arrays.copyOf(different, count), Arrays.copyOf(sums, count));
    }
}
