package io.credence.kernels.likelihood;

/** The map log(1 + e^x) from real to positive numbers, and its derivative, without overflow. */
final class Softplus {
    private Softplus() {}

    static double of(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Returns the derivative, the logistic function. */
    static double derivative(double x) {
        double small = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
