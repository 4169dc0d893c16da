package io.credence.kernels.likelihood;

/**
 * The logarithm of the gamma function and its derivative, for arguments above 0. Both use the asymptotic series of
 * Stirling from {@value #LARGE} on (Abramowitz and Stegun 1964, 6.1.41 and 6.3.18), and the recurrence below it. The
 * absolute error is below 1e-13 near 1, and the relative error below 1e-14 for large arguments.
 */
public final class GammaFunction {
    private static final double LARGE = 10;
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private GammaFunction() {}

    /** Returns log Gamma(x). */
    public static double log(double x) {
        double shifted = x;
        double product = 1;
        while (shifted < LARGE) {
            product *= shifted;
            shifted++;
        }
        double inverse = 1 / shifted;
        double square = inverse * inverse;
        double series = inverse
                * (1 / 12.0
                        - square
                                * (1 / 360.0
                                        - square
                                                * (1 / 1260.0
                                                        - square
                                                                * (1 / 1680.0
                                                                        - square
                                                                                * (1 / 1188.0
                                                                                        - square * 691 / 360360.0)))));
        return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series - Math.log(product);
    }

    /** Returns the derivative of log Gamma(x), the digamma function. */
    public static double digamma(double x) {
        double shifted = x;
        double sum = 0;
        while (shifted < LARGE) {
            sum += 1 / shifted;
            shifted++;
        }
        double square = 1 / (shifted * shifted);
        double series = square
                * (1 / 12.0
                        - square
                                * (1 / 120.0
                                        - square
                                                * (1 / 252.0
                                                        - square
                                                                * (1 / 240.0
                                                                        - square
                                                                                * (1 / 132.0
                                                                                        - square * 691 / 32760.0)))));
        return Math.log(shifted) - 0.5 / shifted - series - sum;
    }
}
