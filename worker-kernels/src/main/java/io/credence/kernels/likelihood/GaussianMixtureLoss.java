package io.credence.kernels.likelihood;

/**
 * Negative log-likelihood of a target under a mixture of K Gaussians (Bishop 1994, mixture density networks). The
 * outputs of a row are K logits a of the weights, then K means m, then K values s; the weights are softmax(a), the
 * means m + c, and the standard deviations floor + softplus(s). The constants c, evenly spaced from -1 to 1, place the
 * components apart before training, so that they do not all learn the same.
 *
 * <p>With r_k the fraction of the likelihood that comes from component k: da_k = w_k - r_k, dm_k = -r_k (y - m_k) /
 * s_k^2, and the derivative with respect to a standard deviation is r_k (1 - (y - m_k)^2 / s_k^2) / s_k.
 *
 * @param components K, at least 1
 * @param floor the smallest standard deviation, above 0, in the unit of the target
 */
public record GaussianMixtureLoss(int components, double floor) implements RowLoss {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    @Override
    public int outputs() {
        return 3 * components;
    }

    @Override
    public double of(float[] z, int offset, float target, float[] gradient, int to) {
        double largest = Double.NEGATIVE_INFINITY;
        double normalizer = logNormalizer(z, offset);
        for (int k = 0; k < components; k++) {
            largest = Math.max(largest, logDensity(z, offset, k, target));
        }
        double sum = 0;
        for (int k = 0; k < components; k++) {
            sum += Math.exp(logDensity(z, offset, k, target) - largest);
        }
        double logLikelihood = largest + Math.log(sum);
        for (int k = 0; k < components; k++) {
            double responsibility = Math.exp(logDensity(z, offset, k, target) - logLikelihood);
            double deviation = deviation(z, offset, k);
            double error = (target - mean(z, offset, k)) / deviation;
            gradient[to + k] = (float) (weight(z, offset, k, normalizer) - responsibility);
            gradient[to + components + k] = (float) (-responsibility * error / deviation);
            gradient[to + 2 * components + k] = (float) (responsibility
                    * (1 - error * error)
                    / deviation
                    * Softplus.derivative(z[offset + 2 * components + k]));
        }
        return normalizer - logLikelihood;
    }

    /** Returns the logarithm of a component's weight times its density, up to the normaliser of the weights. */
    private double logDensity(float[] z, int offset, int k, double y) {
        double deviation = deviation(z, offset, k);
        double error = (y - mean(z, offset, k)) / deviation;
        return z[offset + k] - Math.log(deviation) - 0.5 * error * error - HALF_LOG_TWO_PI;
    }

    /**
     * Returns a component's weight.
     *
     * @param logNormalizer as from {@link #logNormalizer}
     */
    public double weight(float[] z, int offset, int k, double logNormalizer) {
        return Math.exp(z[offset + k] - logNormalizer);
    }

    /** Returns a component's mean. */
    public double mean(float[] z, int offset, int k) {
        return z[offset + components + k] + centre(k);
    }

    /** Returns a component's standard deviation. */
    public double deviation(float[] z, int offset, int k) {
        return floor + Softplus.of(z[offset + 2 * components + k]);
    }

    /** Returns the place of a component before training: evenly spaced, from -1 to 1. */
    private double centre(int k) {
        return components == 1 ? 0 : 2.0 * k / (components - 1) - 1;
    }

    /** Returns the logarithm of the sum of the exponentials of a row's logits. */
    public double logNormalizer(float[] z, int offset) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < components; k++) {
            largest = Math.max(largest, z[offset + k]);
        }
        double sum = 0;
        for (int k = 0; k < components; k++) {
            sum += Math.exp(z[offset + k] - largest);
        }
        return largest + Math.log(sum);
    }
}
