package io.credence.ensemble.distribution;

import io.credence.ensemble.predictive.LogMeanExp;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.kernels.random.Philox;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The predictive distribution of a number for one row: the equal-weight mixture of the components' distributions, which
 * are of one family. One object serves all rows. Not thread-safe.
 *
 * <p>Density and distribution function are means over the components, and quantiles are roots of the latter. The CRPS
 * has a closed form for {@link PairedDistribution}s. For counts it is the sum over all counts of (F(k) - 1[y <= k])^2,
 * over at most {@value #MAX_TERMS} of them, beyond which every n-th represents n: its relative error is then below
 * 1e-4. For others it is the integral of the same, with a relative error below 1e-6.
 */
public final class DistributionMixture implements NumericPrediction {
    private static final double NEGLIGIBLE = 1e-7;
    private static final double CRPS_ACCURACY = 1e-8;
    private static final int MAX_TERMS = 2000;
    private static final int MAX_BREAKS = 32;
    private static final double[] BREAKS = {NEGLIGIBLE, 1e-3, 0.1, 0.5, 0.9, 1 - 1e-3, 1 - NEGLIGIBLE};

    private final RealDistribution[] components;
    private boolean stale = true;
    private double mean;
    private double aleatoric;
    private double epistemic;

    /** @param size the number of components, at least 1, which must be set before the first use */
    public DistributionMixture(int size) {
        components = new RealDistribution[size];
    }

    /** Sets one component. */
    public void set(int component, RealDistribution distribution) {
        components[component] = distribution;
        stale = true;
    }

    @Override
    public int size() {
        return components.length;
    }

    @Override
    public double mean() {
        refresh();
        return mean;
    }

    @Override
    public double variance(int component) {
        return components[component].variance();
    }

    /** Returns the mean of the components' variances. */
    @Override
    public double aleatoric() {
        refresh();
        return aleatoric;
    }

    /** Returns the variance of the components' means. */
    @Override
    public double epistemic() {
        refresh();
        return epistemic;
    }

    @Override
    public double total() {
        refresh();
        return aleatoric + epistemic;
    }

    private void refresh() {
        if (stale) {
            mean = average(RealDistribution::mean);
            aleatoric = average(RealDistribution::variance);
            double centre = mean;
            epistemic = average(component -> (component.mean() - centre) * (component.mean() - centre));
            stale = false;
        }
    }

    private double average(ToDoubleFunction<RealDistribution> value) {
        double sum = 0;
        for (RealDistribution component : components) {
            sum += value.applyAsDouble(component);
        }
        return sum / components.length;
    }

    @Override
    public double lowest() {
        return components[0].lowest();
    }

    @Override
    public boolean isCount() {
        return components[0] instanceof CountDistribution;
    }

    @Override
    public double logDensity(double y) {
        LogMeanExp density = new LogMeanExp();
        for (RealDistribution component : components) {
            density.add(component.logDensity(y));
        }
        return density.value();
    }

    @Override
    public double stretchedLogDensity(double y, double scale) {
        double centre = centre();
        double factor = Math.sqrt(scale);
        LogMeanExp density = new LogMeanExp();
        for (RealDistribution component : components) {
            density.add(((StretchableDistribution) component)
                    .stretched(centre, factor)
                    .logDensity(y));
        }
        return density.value();
    }

    /**
     * Stretches this mixture about its centre: the mean or, for log-normal components, the mean of the logarithm.
     *
     * @param scale the square of the factor on distances from the centre, above 0
     */
    public void stretch(double scale) {
        double centre = centre();
        for (int m = 0; m < components.length; m++) {
            set(m, ((StretchableDistribution) components[m]).stretched(centre, Math.sqrt(scale)));
        }
    }

    private double centre() {
        return average(component -> ((StretchableDistribution) component).centre());
    }

    @Override
    public double cdf(double y) {
        return average(component -> component.cdf(y));
    }

    @Override
    public double quantile(StandardNormal.Quantile standard) {
        double probability = standard.probability();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (RealDistribution component : components) {
            double quantile = component.quantile(probability);
            low = Math.min(low, quantile);
            high = Math.max(high, quantile);
        }
        return isCount()
                ? CountSearch.smallest(this::cdf, probability, low)
                : Root.of(this::cdf, probability, low, high);
    }

    /**
     * For counts, a value drawn uniformly between the probabilities of less than y and of at most y, so that it is
     * uniform if the prediction is right (Czado et al. 2009). The draw is a hash of both probabilities.
     */
    @Override
    public double probabilityTransform(double y) {
        double upper = cdf(y);
        if (!isCount()) {
            return upper;
        }
        double lower = cdf(y - 1);
        int[] words = new int[Philox.WORDS];
        Philox.block(
                Double.doubleToLongBits(mean()), Double.doubleToLongBits(lower), Double.doubleToLongBits(upper), words);
        double uniform = ((words[0] >>> 1) + 0.5) / 0x1p31;
        return lower + uniform * (upper - lower);
    }

    /** For counts, intervals contain their ends. */
    @Override
    public double centralLevel(double y) {
        return isCount()
                ? Math.max(0, Math.max(1 - 2 * cdf(y), 2 * cdf(y - 1) - 1))
                : NumericPrediction.super.centralLevel(y);
    }

    @Override
    public double crps(double y) {
        if (isCount()) {
            return crpsOfCounts(y);
        }
        return components[0] instanceof PairedDistribution ? crpsByPairs(y) : crpsByIntegral(y);
    }

    private double crpsByPairs(double y) {
        double error = 0;
        double distance = 0;
        for (int m = 0; m < components.length; m++) {
            PairedDistribution component = (PairedDistribution) components[m];
            error += component.distance(y);
            distance += 0.5 * component.distance(component);
            for (int n = 0; n < m; n++) {
                distance += component.distance((PairedDistribution) components[n]);
            }
        }
        double size = components.length;
        return error / size - distance / (size * size);
    }

    private double crpsOfCounts(double y) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (RealDistribution component : components) {
            low = Math.min(low, component.quantile(NEGLIGIBLE));
            high = Math.max(high, component.quantile(1 - NEGLIGIBLE));
        }
        double halfStride = Math.floor((high - low) / (2 * MAX_TERMS));
        double split = Math.min(Math.max(y, low), high + 1);
        // Between the label and the bulk of the distribution, every term is 1.
        return squaredGaps(low, split, 2 * halfStride + 1, 0)
                + squaredGaps(split, high + 1, 2 * halfStride + 1, 1)
                + Math.max(0, y - 1 - high)
                + Math.max(0, low - y);
    }

    /** Sums (F(k) - step)^2 over the counts in [from, to); the middle of a stride represents all of it. */
    private double squaredGaps(double from, double to, double stride, double step) {
        double sum = 0;
        for (double k = from; k < to; k += stride) {
            double terms = Math.min(stride, to - k);
            sum += terms * squared(cdf(k + Math.floor(0.5 * (terms - 1))) - step);
        }
        return sum;
    }

    private double crpsByIntegral(double y) {
        AdaptiveIntegral below = new AdaptiveIntegral(x -> squared(cdf(x)), CRPS_ACCURACY * Math.sqrt(total()));
        AdaptiveIntegral above = new AdaptiveIntegral(x -> squared(1 - cdf(x)), CRPS_ACCURACY * Math.sqrt(total()));
        double[] breaks = breaks();
        double sum = 0;
        double low = Math.min(breaks[0], y);
        for (double next : breaks) {
            sum += below.over(low, Math.min(next, y)) + above.over(Math.max(low, y), next);
            low = Math.max(low, next);
        }
        return sum + below.over(low, y);
    }

    private static double squared(double x) {
        return x * x;
    }

    /** Returns quantiles of the components, ascending, between which the mixture is smooth or nearly so. */
    private double[] breaks() {
        int stride = Math.max(1, components.length * BREAKS.length / MAX_BREAKS);
        double[] all = new double[components.length * BREAKS.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = components[i / BREAKS.length].quantile(BREAKS[i % BREAKS.length]);
        }
        Arrays.sort(all);
        double[] kept = new double[(all.length - 1) / stride + 2];
        for (int i = 0; i < kept.length - 1; i++) {
            kept[i] = all[i * stride];
        }
        kept[kept.length - 1] = all[all.length - 1];
        return kept;
    }
}
