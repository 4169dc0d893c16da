package io.credence.kernels.likelihood;

/**
 * Negative log-likelihood of a target under a Student-t distribution. The outputs of a row are the location m, a value
 * s, and a value d if the degrees of freedom are learned. The scale is floor + softplus(s), and the degrees are
 * {@value #LEAST_DEGREES} + softplus(d + {@value #DEGREES_OFFSET}), about 5 before training, so that the variance is
 * finite.
 *
 * @param degrees the degrees of freedom, above 2; 0 if they are learned for every row
 * @param floor the smallest scale, above 0, in the unit of the target
 */
public record StudentTLoss(double degrees, double floor) implements RowLoss {
    static final double LEAST_DEGREES = 2.05;
    static final double DEGREES_OFFSET = 3;

    @Override
    public int outputs() {
        return isLearned() ? 3 : 2;
    }

    private boolean isLearned() {
        return degrees == 0;
    }

    @Override
    public double of(float[] z, int offset, float target, float[] gradient, int to) {
        double scale = scale(z, offset);
        double nu = degrees(z, offset);
        double error = (target - location(z, offset)) / scale;
        double square = error * error;
        double logarithm = Math.log1p(square / nu);
        double pull = (nu + 1) / (nu + square);
        gradient[to] = (float) (-pull * error / scale);
        gradient[to + 1] = (float) ((1 - pull * square) / scale * Softplus.derivative(z[offset + 1]));
        if (isLearned()) {
            double slope = GammaFunction.digamma(0.5 * nu)
                    - GammaFunction.digamma(0.5 * (nu + 1))
                    + 1 / nu
                    + logarithm
                    - pull * square / nu;
            gradient[to + 2] = (float) (0.5 * slope * Softplus.derivative(z[offset + 2] + DEGREES_OFFSET));
        }
        return GammaFunction.log(0.5 * nu)
                - GammaFunction.log(0.5 * (nu + 1))
                + 0.5 * Math.log(Math.PI * nu)
                + Math.log(scale)
                + 0.5 * (nu + 1) * logarithm;
    }

    /** Returns the location of a row's distribution. */
    public double location(float[] z, int offset) {
        return z[offset];
    }

    /** Returns the scale of a row's distribution. */
    public double scale(float[] z, int offset) {
        return floor + Softplus.of(z[offset + 1]);
    }

    /** Returns the degrees of freedom of a row's distribution. */
    public double degrees(float[] z, int offset) {
        return isLearned() ? LEAST_DEGREES + Softplus.of(z[offset + 2] + DEGREES_OFFSET) : degrees;
    }
}
