package io.credence.ensemble.predictive;

import java.util.Arrays;

/**
 * The predictive distribution of a regression for one row: the equal-weight mixture of the components' Gaussians
 * (Lakshminarayanan et al. 2017). One object serves all rows: its components are overwritten without allocation.
 *
 * <p>Variances over the M components are divided by M, so that total = aleatoric + epistemic is the law of total
 * variance (Kendall and Gal 2017). Quantiles and the CRPS need all components of a row at once. A component takes 32
 * bytes, plus 40 once a CRPS has been computed. Not thread-safe.
 */
public final class GaussianMixture implements NumericPrediction {
    /** Bisection alone shrinks any bracket to neighbouring doubles in fewer iterations. */
    private static final int MAX_ITERATIONS = 200;

    /**
     * If Newton's step is at most this, in standard deviations of the narrowest component, Halley's step is the last
     * one: its error is cubic in the step.
     */
    private static final double SMALL_STEP = 1e-4;

    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

    private final double[] means;
    private final double[] variances;
    private final double[] deviations;
    private final double[] inverseDeviations;

    /** Created for the first CRPS, because rows without labels do not need it. */
    private MeanDistance meanDistance;

    private boolean stale = true;
    private double mean;
    private double aleatoric;
    private double epistemic;

    /** @param size the number of components, at least 1 */
    public GaussianMixture(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a mixture has " + size + " components; it must have at least 1");
        }
        means = new double[size];
        variances = new double[size];
        deviations = new double[size];
        inverseDeviations = new double[size];
        Arrays.fill(variances, 1);
    }

    /** Returns the number of components. */
    @Override
    public int size() {
        return means.length;
    }

    /**
     * Sets one component.
     *
     * @throws IllegalArgumentException if the mean is not finite or the variance is not finite and above 0
     */
    public void set(int component, double mean, double variance) {
        if (!Double.isFinite(mean) || !(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException("component " + component + " of a prediction has mean " + mean
                    + " and variance " + variance + "; both must be finite and the variance above 0");
        }
        means[component] = mean;
        variances[component] = variance;
        stale = true;
    }

    /**
     * Sets every component from the outputs [mean, variance] of one row, converted from standardised to original
     * units.
     *
     * @param chunk has the same number of components as this mixture, and two outputs
     * @param row the row in the chunk
     * @param targetMean the mean that was subtracted from the labels
     * @param targetScale the scale by which the labels were divided, above 0
     */
    public void read(Components chunk, int row, double targetMean, double targetScale) {
        read(chunk, row, Components.Subset.ALL, targetMean, targetScale);
    }

    /**
     * Sets every component from some components of a chunk. The other parameters are as for
     * {@link #read(Components, int, double, double)}.
     *
     * @param subset selects the components; their number must be that of this mixture
     */
    public void read(Components chunk, int row, Components.Subset subset, double targetMean, double targetScale) {
        int number = subset.size(chunk.size());
        if (number != size() || chunk.outputs() != 2) {
            throw new IllegalArgumentException("the chunk has " + number + " components of " + chunk.outputs()
                    + " outputs; this mixture needs " + size() + " of 2");
        }
        for (int m = 0; m < number; m++) {
            int index = chunk.offset(subset.component(m), row);
            float[] values = chunk.values();
            set(m, targetMean + targetScale * values[index], targetScale * targetScale * values[index + 1]);
        }
    }

    /** Returns the variance of one component. */
    @Override
    public double variance(int component) {
        return variances[component];
    }

    /** Returns the mean of the mixture, which is the prediction. */
    @Override
    public double mean() {
        refresh();
        return mean;
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

    /** Returns the variance of the mixture, aleatoric + epistemic. */
    @Override
    public double total() {
        refresh();
        return aleatoric + epistemic;
    }

    /** Returns the logarithm of the mixture's density at y. */
    @Override
    public double logDensity(double y) {
        refresh();
        LogMeanExp density = new LogMeanExp();
        for (int m = 0; m < means.length; m++) {
            density.add(StandardNormal.logDensity((y - means[m]) / deviations[m]) - 0.5 * Math.log(variances[m]));
        }
        return density.value();
    }

    /**
     * Returns the logarithm of the density at y that this mixture would have if stretched about its mean. Stretching
     * is a change of variable, so the mixture is not modified.
     *
     * @param scale the factor on the variance, above 0
     */
    @Override
    public double stretchedLogDensity(double y, double scale) {
        return logDensity(mean() + (y - mean) / Math.sqrt(scale)) - 0.5 * Math.log(scale);
    }

    /**
     * Returns the probability of a value of at most y. At the observed label, it is the probability integral transform
     * (PIT).
     */
    @Override
    public double cdf(double y) {
        refresh();
        double sum = 0;
        for (int m = 0; m < means.length; m++) {
            sum += StandardNormal.cdf((y - means[m]) / deviations[m]);
        }
        return sum / means.length;
    }

    /**
     * Returns the value below which the mixture has a given probability: the root of {@code cdf(y) = probability}.
     * Halley's method starts from the quantile of a single Gaussian with this mixture's mean and variance, and stays
     * inside a bracket. The root lies between the smallest and the largest of the components' own quantiles, which
     * form the first bracket.
     *
     * @param standard the probability, with the standard normal quantile
     */
    @Override
    public double quantile(StandardNormal.Quantile standard) {
        refresh();
        double z = standard.z();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double narrowest = Double.POSITIVE_INFINITY;
        for (int m = 0; m < means.length; m++) {
            double componentQuantile = means[m] + z * deviations[m];
            low = Math.min(low, componentQuantile);
            high = Math.max(high, componentQuantile);
            narrowest = Math.min(narrowest, deviations[m]);
        }
        return root(standard.probability(), low, high, mean + z * Math.sqrt(total()), SMALL_STEP * narrowest);
    }

    private double root(double probability, double lowest, double highest, double start, double smallStep) {
        double low = lowest;
        double high = highest;
        double y = Math.min(Math.max(start, low), high);
        double tolerance =
                Math.max(1e-13 * Math.sqrt(total()), 2 * Math.ulp(Math.max(Math.abs(lowest), Math.abs(highest))));
        for (int i = 0; i < MAX_ITERATIONS && high - low > tolerance; i++) {
            double below = 0;
            double density = 0;
            double slope = 0;
            for (int m = 0; m < means.length; m++) {
                double z = (y - means[m]) * inverseDeviations[m];
                double bell = StandardNormal.bell(z);
                below += StandardNormal.cdf(z, bell);
                double scaledBell = bell * inverseDeviations[m];
                density += scaledBell;
                slope -= z * inverseDeviations[m] * scaledBell;
            }
            double excess = below / means.length - probability;
            if (excess == 0) {
                return y;
            }
            if (excess > 0) {
                high = y;
            } else {
                low = y;
            }
            double newton = excess * means.length * SQRT_2_PI / density;
            double halley = y - newton / (1 - 0.5 * newton * slope / density);
            if (Math.abs(newton) <= smallStep) {
                return Math.min(Math.max(halley, low), high);
            }
            // Far from every component, Halley's steps are too short and Newton's too long. Both cases fall back to
            // bisection, as does a density of 0.
            boolean near = y - newton > low && y - newton < high && halley > low && halley < high;
            y = near ? halley : low + 0.5 * (high - low);
        }
        return y;
    }

    /**
     * Returns the continuous ranked probability score of the label y, in the label's unit; 0 is best. It is the mean
     * over m of E|N(y - mu_m, s_m^2)| minus half of {@link MeanDistance} (Gneiting and Raftery 2007; Grimit et al.
     * 2006). If the components resemble each other, the time is linear in their number.
     */
    @Override
    public double crps(double y) {
        refresh();
        double error = 0;
        for (int m = 0; m < means.length; m++) {
            error += StandardNormal.expectedAbsolute(y - means[m], variances[m]);
        }
        if (meanDistance == null) {
            meanDistance = new MeanDistance(means.length);
        }
        return error / means.length - 0.5 * meanDistance.of(means, variances, total());
    }

    /**
     * Stretches this mixture about its mean, as {@link io.credence.ensemble.calibration.Calibration.VarianceScale}
     * does: both parts of the variance are multiplied by the scale.
     *
     * @param scale the factor on the variance, above 0; 1 changes nothing
     */
    public void stretch(double scale) {
        double centre = mean();
        double root = Math.sqrt(scale);
        for (int m = 0; m < means.length; m++) {
            set(m, scale == 1 ? means[m] : centre + root * (means[m] - centre), scale * variances[m]);
        }
    }

    /**
     * Recomputes mean and variances in two passes relative to the first mean, so that a large common offset costs no
     * precision.
     */
    private void refresh() {
        if (!stale) {
            return;
        }
        double size = means.length;
        double offset = 0;
        double variance = 0;
        for (int m = 0; m < means.length; m++) {
            offset += means[m] - means[0];
            variance += variances[m];
            deviations[m] = Math.sqrt(variances[m]);
            inverseDeviations[m] = 1 / deviations[m];
        }
        mean = means[0] + offset / size;
        aleatoric = variance / size;
        double squares = 0;
        for (double componentMean : means) {
            squares += (componentMean - mean) * (componentMean - mean);
        }
        epistemic = squares / size;
        stale = false;
    }
}
