package io.credence.kernels.likelihood;

/**
 * Negative log-likelihood of a count y under a Poisson distribution with the mean mu = unit e^z, where z is the only
 * output of a row. dz = mu - y.
 *
 * @param unit the number of events that a target of 1 represents, above 0: targets are counts divided by it
 */
public record PoissonLoss(double unit) implements RowLoss {
    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double of(float[] z, int offset, float target, float[] gradient, int to) {
        double count = count(target);
        double mean = mean(z, offset);
        gradient[to] = (float) (mean - count);
        return mean - count * Math.log(mean) + GammaFunction.log(count + 1);
    }

    /** Returns the mean of a row's distribution. */
    public double mean(float[] z, int offset) {
        return unit * Math.exp(z[offset]);
    }

    private double count(float target) {
        return Math.rint(unit * target);
    }
}
