package io.credence.ensemble.predictive;

import io.credence.kernels.simd.mixture.MixtureQuantiles;
import java.util.Arrays;

/**
 * The predictive distribution of a regression for one row: the equal-weight mixture of the components' Gaussians
 * (Lakshminarayanan et al. 2017), of which each component may itself be a weighted mixture (Bishop 1994). One object
 * serves all rows: its components are overwritten without allocation.
 *
 * <p>Variances over the M components are divided by M, so that total = aleatoric + epistemic is the law of total
 * variance (Kendall and Gal 2017). Quantiles and the CRPS need all components of a row at once. A Gaussian takes 32
 * bytes, plus 40 once a CRPS has been computed. Not thread-safe.
 */
public final class GaussianMixture implements NumericPrediction {
    /** The maximum number of mixtures whose intervals are computed together. */
    public static final int MAX_POOLED = MixtureQuantiles.PROBLEMS / 2;

    /** The number of Gaussians of a component. */
    private final int gaussians;

    /** Of all Gaussians, component by component; the weights of a component have the sum 1. */
    private final double[] weights;

    private final double[] means;
    private final double[] variances;
    private final double[] deviations;

    /** With one Gaussian each, components have its mean and variance, in the same arrays: there may be a million. */
    private final double[] componentMeans;

    private final double[] componentVariances;

    /** The mixtures whose intervals are computed together, of which this is one. */
    private GaussianMixture[] pool = {this};

    private int pooled = 1;

    /** Created for the first quantile. */
    private MixtureQuantiles solver;

    /** Created for the first CRPS, because rows without labels do not need it. */
    private MeanDistance meanDistance;

    private boolean stale = true;
    private double mean;
    private double aleatoric;
    private double epistemic;
    private boolean hasInterval;
    private double lower95;
    private double upper95;

    /** @param size the number of components, at least 1, of one Gaussian each */
    public GaussianMixture(int size) {
        this(size, 1);
    }

    /**
     * @param size the number of components, at least 1
     * @param gaussians the number of Gaussians of each, at least 1
     */
    public GaussianMixture(int size, int gaussians) {
        if (size < 1 || gaussians < 1) {
            throw new IllegalArgumentException("a mixture has " + size + " components of " + gaussians
                    + " Gaussians; both numbers must be at least 1");
        }
        this.gaussians = gaussians;
        weights = new double[size * gaussians];
        means = new double[size * gaussians];
        variances = new double[size * gaussians];
        deviations = new double[size * gaussians];
        componentMeans = gaussians == 1 ? means : new double[size];
        componentVariances = gaussians == 1 ? variances : new double[size];
        Arrays.fill(weights, 1.0 / gaussians);
        Arrays.fill(variances, 1);
    }

    /** Returns the number of components. */
    @Override
    public int size() {
        return componentMeans.length;
    }

    /**
     * Sets one component of one Gaussian.
     *
     * @throws IllegalArgumentException if the mean is not finite or the variance is not finite and above 0
     */
    public void set(int component, double mean, double variance) {
        set(component, 0, 1, mean, variance);
    }

    /**
     * Sets one Gaussian of a component.
     *
     * @param weight at least 0; those of a component have the sum 1
     * @throws IllegalArgumentException if the weight or mean is not finite, or the variance is not finite and above 0
     */
    public void set(int component, int gaussian, double weight, double mean, double variance) {
        if (!(weight >= 0) || !Double.isFinite(mean) || !(variance > 0) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException("component " + component + " of a prediction has a Gaussian of weight "
                    + weight + ", mean " + mean + " and variance " + variance
                    + "; weight and mean must be finite and the variance finite and above 0");
        }
        int index = component * gaussians + gaussian;
        weights[index] = weight;
        means[index] = mean;
        variances[index] = variance;
        stale = true;
        hasInterval = false;
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
        refresh();
        return componentVariances[component];
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
            density.add(Math.log(gaussians * weights[m])
                    + StandardNormal.logDensity((y - means[m]) / deviations[m])
                    - 0.5 * Math.log(variances[m]));
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
            sum += weights[m] * StandardNormal.cdf((y - means[m]) / deviations[m]);
        }
        return sum / size();
    }

    /**
     * Returns the value below which the mixture has a given probability: the root of {@code cdf(y) = probability},
     * which {@link MixtureQuantiles} computes.
     *
     * @param standard the probability, with the standard normal quantile
     */
    @Override
    public double quantile(StandardNormal.Quantile standard) {
        MixtureQuantiles alone = solver();
        addTo(alone, 0, standard);
        alone.solve(1);
        return alone.quantile(0);
    }

    @Override
    public double lower95() {
        requireInterval();
        return lower95;
    }

    @Override
    public double upper95() {
        requireInterval();
        return upper95;
    }

    /**
     * Lets mixtures compute their central 95 % intervals together, when the first of them is requested. This is faster,
     * and changes no bit of them.
     *
     * @param mixtures mixtures of equally many Gaussians
     * @param count how many of them to pool, from the first on; at most {@link #MAX_POOLED}
     */
    public static void pool(GaussianMixture[] mixtures, int count) {
        for (int i = 0; i < count; i++) {
            mixtures[i].pool = mixtures;
            mixtures[i].pooled = count;
        }
    }

    private void requireInterval() {
        if (hasInterval) {
            return;
        }
        MixtureQuantiles together = pool[0].solver();
        for (int i = 0; i < pooled; i++) {
            pool[i].addTo(together, 2 * i, StandardNormal.Quantile.LOWER95);
            pool[i].addTo(together, 2 * i + 1, StandardNormal.Quantile.UPPER95);
        }
        together.solve(2 * pooled);
        for (int i = 0; i < pooled; i++) {
            pool[i].lower95 = together.quantile(2 * i);
            pool[i].upper95 = together.quantile(2 * i + 1);
            pool[i].hasInterval = true;
        }
    }

    private MixtureQuantiles solver() {
        if (solver == null) {
            solver = new MixtureQuantiles();
        }
        return solver;
    }

    private void addTo(MixtureQuantiles problems, int problem, StandardNormal.Quantile standard) {
        refresh();
        problems.set(problem, weights, means, deviations, mean, total(), standard.probability(), standard.z());
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
            error += weights[m] * StandardNormal.expectedAbsolute(y - means[m], variances[m]);
        }
        if (meanDistance == null) {
            meanDistance = new MeanDistance(means.length);
        }
        return error / size() - 0.5 * meanDistance.of(weights, means, variances, total());
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
        for (int i = 0; i < means.length; i++) {
            double moved = scale == 1 ? means[i] : centre + root * (means[i] - centre);
            set(i / gaussians, i % gaussians, weights[i], moved, scale * variances[i]);
        }
    }

    /**
     * Recomputes means and variances in two passes relative to the first mean, so that a large common offset costs no
     * precision.
     */
    private void refresh() {
        if (!stale) {
            return;
        }
        double size = size();
        double offset = 0;
        double variance = 0;
        for (int m = 0; m < size; m++) {
            refreshComponent(m);
            offset += componentMeans[m] - componentMeans[0];
            variance += componentVariances[m];
        }
        mean = componentMeans[0] + offset / size;
        aleatoric = variance / size;
        double squares = 0;
        for (double componentMean : componentMeans) {
            squares += (componentMean - mean) * (componentMean - mean);
        }
        epistemic = squares / size;
        stale = false;
    }

    private void refreshComponent(int component) {
        int first = component * gaussians;
        double offset = 0;
        for (int i = first; i < first + gaussians; i++) {
            offset += weights[i] * (means[i] - means[first]);
            deviations[i] = Math.sqrt(variances[i]);
        }
        double centre = means[first] + offset;
        double variance = 0;
        for (int i = first; i < first + gaussians; i++) {
            variance += weights[i] * (variances[i] + (means[i] - centre) * (means[i] - centre));
        }
        componentMeans[component] = centre;
        componentVariances[component] = variance;
    }
}
