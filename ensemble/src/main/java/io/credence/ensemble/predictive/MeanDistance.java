package io.credence.ensemble.predictive;

/**
 * The mean distance E|X - X'| between two independent draws from one Gaussian mixture. It is the part of the CRPS that
 * does not depend on the label.
 *
 * <p>There are two ways to compute it. The closed form (Grimit et al. 2006) evaluates an error function for each of
 * the M (M + 1) / 2 pairs of components: 125,000 for 500 components. The other is a Fourier series: for every |d| of
 * at most P,
 *
 * <pre>|d| = P / 6 + d^2 / P - P / pi^2 sum over k from 1 of cos(2 pi k d / P) / k^2,</pre>
 *
 * the second Bernoulli polynomial. In its mean over D = X - X', d^2 becomes 2 Var(X) and the cosine becomes |phi(2 pi
 * k / P)|^2, where phi is the mixture's characteristic function, the weighted mean of exp(i mu t - s^2 t^2 / 2). Two
 * bounds make the series accurate to the last digits of a double. First, P exceeds the span of the means by
 * {@value #REACH} standard deviations of the widest difference, beyond which |D| has no mass. Second, |phi|^2 is at
 * most exp(-s^2 t^2) for the smallest s, and the series ends when that reaches exp(-{@value #DECAY}). If components
 * resemble each other, as dropout passes do, about 13 terms of M complex products each are enough. A few narrow
 * components that are far apart would need more terms than there are pairs; then the closed form is used.
 */
final class MeanDistance {
    private static final double REACH = 8;
    private static final double DECAY = 36;

    /** The measured cost of one pair, in terms of one component. */
    private static final double TERMS_PER_PAIR = 5;

    private final double[] real;
    private final double[] imaginary;
    private final double[] realFactor;
    private final double[] imaginaryFactor;
    private final double[] decay;

    /** @param size the number of components */
    MeanDistance(int size) {
        real = new double[size];
        imaginary = new double[size];
        realFactor = new double[size];
        imaginaryFactor = new double[size];
        decay = new double[size];
    }

    /**
     * Returns the mean distance, in the unit of the means.
     *
     * @param weights the weights of the components relative to each other
     * @param variance the variance of the mixture
     */
    double of(double[] weights, double[] means, double[] variances, double variance) {
        double low = means[0];
        double high = means[0];
        double narrowest = variances[0];
        double widest = variances[0];
        for (int m = 1; m < means.length; m++) {
            low = Math.min(low, means[m]);
            high = Math.max(high, means[m]);
            narrowest = Math.min(narrowest, variances[m]);
            widest = Math.max(widest, variances[m]);
        }
        double period = high - low + REACH * Math.sqrt(2 * widest);
        double terms = Math.ceil(period / (2 * Math.PI) * Math.sqrt(DECAY / narrowest));
        return terms <= TERMS_PER_PAIR * (means.length + 1) / 2
                ? bySeries(weights, means, variances, variance, period, (int) terms)
                : byPairs(weights, means, variances);
    }

    static double byPairs(double[] weights, double[] means, double[] variances) {
        double sum = 0;
        for (int m = 0; m < means.length; m++) {
            sum += 0.5 * weights[m] * weights[m] * StandardNormal.expectedAbsolute(0, 2 * variances[m]);
            for (int n = 0; n < m; n++) {
                sum += weights[m]
                        * weights[n]
                        * StandardNormal.expectedAbsolute(means[m] - means[n], variances[m] + variances[n]);
            }
        }
        double total = total(weights);
        return 2 * sum / (total * total);
    }

    private static double total(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        return total;
    }

    /**
     * Sums the Fourier series. A component's term k is its weight times exp(i mu t - s^2 t^2 / 2) at t = k w. Term
     * k + 1 is term k times exp(i mu w) q^(2k+1) with q = exp(-s^2 w^2 / 2).
     */
    private double bySeries(
            double[] weights, double[] means, double[] variances, double variance, double period, int terms) {
        double step = 2 * Math.PI / period;
        for (int m = 0; m < means.length; m++) {
            // Only differences of means matter. Relative to the first mean, a large common offset costs no precision.
            double angle = step * (means[m] - means[0]);
            double q = Math.exp(-0.5 * variances[m] * step * step);
            real[m] = weights[m];
            imaginary[m] = 0;
            realFactor[m] = q * Math.cos(angle);
            imaginaryFactor[m] = q * Math.sin(angle);
            decay[m] = q * q;
        }
        double sum = 0;
        for (int k = 1; k <= terms; k++) {
            sum += squaredModulusOfNextTerm() / ((double) k * k);
        }
        double total = total(weights);
        return period / 6 + 2 * variance / period - period / (Math.PI * Math.PI) * (sum / (total * total));
    }

    private double squaredModulusOfNextTerm() {
        double realSum = 0;
        double imaginarySum = 0;
        for (int m = 0; m < real.length; m++) {
            double next = real[m] * realFactor[m] - imaginary[m] * imaginaryFactor[m];
            imaginary[m] = real[m] * imaginaryFactor[m] + imaginary[m] * realFactor[m];
            real[m] = next;
            realFactor[m] *= decay[m];
            imaginaryFactor[m] *= decay[m];
            realSum += next;
            imaginarySum += imaginary[m];
        }
        return realSum * realSum + imaginarySum * imaginarySum;
    }
}
