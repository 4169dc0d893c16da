package io.credence.kernels.likelihood;

/**
 * Negative log-likelihood of a count y under a negative binomial distribution with mean mu and variance mu + a mu^2
 * (the NB2 of Cameron and Trivedi 1986). The outputs of a row are z, with mu = unit e^z, and a value v, with a =
 * {@value #LEAST_DISPERSION} + softplus(v). dz = (mu - y) / (1 + a mu).
 *
 * @param unit the number of events that a target of 1 represents, above 0: targets are counts divided by it
 */
public record NegativeBinomialLoss(double unit) implements RowLoss {
    static final double LEAST_DISPERSION = 1e-4;

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public double of(float[] z, int offset, float target, float[] gradient, int to) {
        double count = Math.rint(unit * target);
        double mean = mean(z, offset);
        double dispersion = dispersion(z, offset);
        double size = 1 / dispersion;
        double excess = Math.log1p(dispersion * mean);
        gradient[to] = (float) ((mean - count) / (1 + dispersion * mean));
        double slope = GammaFunction.digamma(count + size)
                - GammaFunction.digamma(size)
                - excess
                + (mean - count) / (size + mean);
        gradient[to + 1] = (float) (slope * size * size * Softplus.derivative(z[offset + 1]));
        return GammaFunction.log(size)
                - GammaFunction.log(count + size)
                + GammaFunction.log(count + 1)
                + size * excess
                - count * (Math.log(dispersion * mean) - excess);
    }

    /** Returns the mean of a row's distribution. */
    public double mean(float[] z, int offset) {
        return unit * Math.exp(z[offset]);
    }

    /** Returns the dispersion a of a row's distribution, whose variance is mean + a mean^2. */
    public double dispersion(float[] z, int offset) {
        return LEAST_DISPERSION + Softplus.of(z[offset + 1]);
    }
}
