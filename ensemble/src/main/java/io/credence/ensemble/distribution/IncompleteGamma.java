package io.credence.ensemble.distribution;

import io.credence.kernels.likelihood.GammaFunction;

/**
 * The regularised incomplete gamma function, by its power series below the mean and its continued fraction above
 * (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31, the latter by Lentz's method). The absolute error is below 1e-12 for
 * shapes up to 10,000.
 */
final class IncompleteGamma {
    private static final double TINY = 1e-300;
    private static final double ACCURACY = 1e-16;

    private IncompleteGamma() {}

    /** Returns the probability that a gamma variable of the given shape and scale 1 exceeds x, both above 0. */
    static double upper(double shape, double x) {
        double front = Math.exp(shape * Math.log(x) - x - GammaFunction.log(shape));
        return x < shape + 1 ? 1 - front * series(shape, x) : front * fraction(shape, x);
    }

    private static double series(double shape, double x) {
        double term = 1 / shape;
        double sum = term;
        for (double n = shape + 1; term > ACCURACY * sum; n++) {
            term *= x / n;
            sum += term;
        }
        return sum;
    }

    private static double fraction(double shape, double x) {
        double b = x + 1 - shape;
        double c = 1 / TINY;
        double d = 1 / b;
        double value = d;
        double factor = 0;
        for (int n = 1; Math.abs(factor - 1) > ACCURACY * 4; n++) {
            double a = -n * (n - shape);
            b += 2;
            d = 1 / notZero(a * d + b);
            c = notZero(b + a / c);
            factor = c * d;
            value *= factor;
        }
        return value;
    }

    private static double notZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }
}
