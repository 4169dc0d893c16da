package io.credence.driver.data.scaling;

import io.credence.driver.config.Scaling;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.exact.Moments;
import io.credence.ensemble.predictive.StandardNormal;
import java.util.Arrays;

/**
 * Learns the scaling of a column of numbers from the moments of all training rows and the quantiles of a sample of
 * them.
 */
public final class ScalingLearner {
    /** The maximum number of quantiles of a column. */
    private static final int MAX_QUANTILES = 500;

    /** With fewer different numbers, ranks say little more than the numbers themselves. */
    private static final int MIN_DISTINCT = 16;

    /** The interquartile range of the standard normal distribution. */
    private static final double NORMAL_RANGE = 1.349;

    /**
     * The ratio of standard deviation to interquartile range, relative to that of a normal distribution, above which
     * a few extreme numbers are most of the variance: it is 2.2 for a log-normal and 1 for a normal distribution.
     */
    private static final double DOMINATED = 4;

    private final Scaling scaling;
    private final RowSample sample;

    /** @param sample the numbers of some of the training rows */
    public ScalingLearner(Scaling scaling, RowSample sample) {
        this.scaling = scaling;
        this.sample = sample;
    }

    /**
     * Returns the scaling of a column.
     *
     * @param column the index of the column, which has a value in at least one training row
     * @param training the moments of the training rows
     */
    public NumberScaling learn(int column, Moments training) {
        return switch (scaling) {
            case NONE -> new NumberScaling.Standard(0, 1);
            case STANDARD -> standard(training);
            case ROBUST -> robust(sample.numbers(column), training);
            case QUANTILE -> quantile(sample.numbers(column), training);
            case AUTO ->
                isDominatedByExtremes(column, training) ? robust(sample.numbers(column), training) : standard(training);
        };
    }

    /** Returns the scaling of an element of a vector, of which there is no sample. */
    public NumberScaling ofElement(Moments training) {
        return scaling == Scaling.NONE ? new NumberScaling.Standard(0, 1) : standard(training);
    }

    private boolean isDominatedByExtremes(int column, Moments training) {
        SampledNumbers numbers = sample.numbers(column);
        if (numbers.values().length == 0) {
            return false;
        }
        double range = interquartileRange(numbers);
        return range > 0 && training.standardDeviation() > DOMINATED * range / NORMAL_RANGE;
    }

    private static double interquartileRange(SampledNumbers numbers) {
        return numbers.quantile(0.75) - numbers.quantile(0.25);
    }

    private static NumberScaling standard(Moments training) {
        double standardDeviation = training.standardDeviation();
        return new NumberScaling.Standard(training.mean(), standardDeviation > 0 ? standardDeviation : 1);
    }

    /** A column whose quartiles are equal is scaled by a wider range. */
    private static NumberScaling robust(SampledNumbers numbers, Moments training) {
        if (numbers.values().length == 0) {
            return standard(training);
        }
        double[] ranges = {
            interquartileRange(numbers),
            (numbers.quantile(0.95) - numbers.quantile(0.05)) / 2,
            (training.maximum() - training.minimum()) / 2
        };
        double scale =
                Arrays.stream(ranges).filter(range -> range > 0).findFirst().orElse(1);
        return new NumberScaling.Robust(numbers.quantile(0.5), scale);
    }

    private static NumberScaling quantile(SampledNumbers numbers, Moments training) {
        SampledNumbers distinct = numbers.distinct();
        int count = distinct.values().length;
        if (count < MIN_DISTINCT) {
            return robust(numbers, training);
        }
        double total = distinct.total();
        double[] values = new double[count];
        double[] normals = new double[count];
        int chosen = 0;
        double due = 0;
        long below = 0;
        for (int i = 0; i < count; i++) {
            double middle = (below + 0.5 * distinct.weights()[i]) / total;
            below += distinct.weights()[i];
            if (middle * MAX_QUANTILES >= due || i == count - 1) {
                values[chosen] = distinct.values()[i];
                normals[chosen++] = StandardNormal.quantile(middle);
                due = Math.floor(middle * MAX_QUANTILES) + 1;
            }
        }
        return new NumberScaling.Quantile(Arrays.copyOf(values, chosen), Arrays.copyOf(normals, chosen));
    }
}
