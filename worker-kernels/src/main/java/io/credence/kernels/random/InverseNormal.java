package io.credence.kernels.random;

/**
 * The quantile function of the standard normal distribution by Acklam's rational approximations (2003): one for the
 * middle, one for the tails. It turns one uniform random number into one Gaussian.
 *
 * <p>The relative error is below 1.2e-9, far below the rounding error of a float32, and there is no iteration. {@code
 * StandardNormal} of the ensemble module has another quantile function, accurate almost to machine precision, for
 * intervals and metrics. The two must not be merged: the bits of this one determine every Gaussian draw, and with it
 * every trained model.
 */
final class InverseNormal {
    private static final double TAIL = 0.02425;

    private InverseNormal() {}

    /**
     * Returns the value that a standard normal variable does not exceed with probability {@code p}.
     *
     * @param p strictly between 0 and 1
     */
    static double quantile(double p) {
        if (p < TAIL) {
            return tail(StrictMath.sqrt(-2 * StrictMath.log(p)));
        }
        if (p > 1 - TAIL) {
            return -tail(StrictMath.sqrt(-2 * StrictMath.log(1 - p)));
        }
        return middle(p - 0.5);
    }

    private static double middle(double q) {
        double r = q * q;
        double numerator = -3.969683028665376e+01;
        numerator = numerator * r + 2.209460984245205e+02;
        numerator = numerator * r - 2.759285104469687e+02;
        numerator = numerator * r + 1.383577518672690e+02;
        numerator = numerator * r - 3.066479806614716e+01;
        numerator = numerator * r + 2.506628277459239e+00;
        double denominator = -5.447609879822406e+01;
        denominator = denominator * r + 1.615858368580409e+02;
        denominator = denominator * r - 1.556989798598866e+02;
        denominator = denominator * r + 6.680131188771972e+01;
        denominator = denominator * r - 1.328068155288572e+01;
        return numerator * q / (denominator * r + 1);
    }

    private static double tail(double q) {
        double numerator = -7.784894002430293e-03;
        numerator = numerator * q - 3.223964580411365e-01;
        numerator = numerator * q - 2.400758277161838e+00;
        numerator = numerator * q - 2.549732539343734e+00;
        numerator = numerator * q + 4.374664141464968e+00;
        numerator = numerator * q + 2.938163982698783e+00;
        double denominator = 7.784695709041462e-03;
        denominator = denominator * q + 3.224671290700398e-01;
        denominator = denominator * q + 2.445134137142996e+00;
        denominator = denominator * q + 3.754408661907416e+00;
        return numerator / (denominator * q + 1);
    }
}
