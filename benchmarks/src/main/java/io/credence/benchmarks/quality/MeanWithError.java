package io.credence.benchmarks.quality;

import java.util.Arrays;
import java.util.Locale;

/** The mean of several runs and its standard error, NaN for a single run. */
record MeanWithError(double mean, double standardError) {
    /** @param values the figures of the runs, at least one */
    static MeanWithError of(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        int n = values.length;
        return new MeanWithError(mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n));
    }

    @Override
    public String toString() {
        return Double.isNaN(standardError)
                ? String.format(Locale.ROOT, "%.4f", mean)
                : String.format(Locale.ROOT, "%.4f ± %.4f", mean, standardError);
    }
}
