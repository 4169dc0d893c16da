package io.credence.ensemble.distribution;

import java.util.function.DoubleUnaryOperator;

/** A search among non-negative integers. */
final class CountSearch {
    private CountSearch() {}

    /**
     * Returns the smallest count whose cumulative probability reaches a given one.
     *
     * @param cdf never decreases
     * @param probability strictly between 0 and 1
     * @param guess an integer of at least 0
     */
    static double smallest(DoubleUnaryOperator cdf, double probability, double guess) {
        double high = guess;
        double step = 1;
        while (cdf.applyAsDouble(high) < probability) {
            high += step;
            step *= 2;
        }
        // Everything up to low is too small.
        double low = high == guess ? guess - 1 : high - step / 2;
        step = 1;
        while (low >= 0 && cdf.applyAsDouble(low) >= probability) {
            high = low;
            low -= step;
            step *= 2;
        }
        low = Math.max(low, -1);
        while (high - low > 1) {
            double middle = Math.floor(low + 0.5 * (high - low));
            if (cdf.applyAsDouble(middle) >= probability) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
