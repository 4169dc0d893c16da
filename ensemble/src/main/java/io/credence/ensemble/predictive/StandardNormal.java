package io.credence.ensemble.predictive;

/**
 * The standard normal distribution: density, distribution function and quantiles.
 *
 * <p>The distribution function uses the rational Chebyshev approximations of Cody (1969), "Rational Chebyshev
 * approximations for the error function", which are accurate to the last digits of a double. An evaluation takes 20
 * ns; the continued fraction of commons-math takes more than 600 ns. The CRPS needs many evaluations for each
 * row; for the quantiles of a mixture, {@code io.credence.kernels.simd.mixture} computes it in vectors.
 *
 * <p>{@link #quantile} inverts that function almost to machine precision. It is not the quantile function that draws
 * random numbers in {@code io.credence.kernels.random}: that one is faster and accurate to 1.2e-9, and its bits are
 * part of every trained model.
 */
public final class StandardNormal {
    private static final double LOG_SQRT_2_PI = 0.5 * Math.log(2 * Math.PI);
    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double ONE_OVER_SQRT_PI = 1 / Math.sqrt(Math.PI);

    /** Cody's first interval, |x| at most 0.46875: erf(x) = x R(x^2). */
    private static final double NEAR = 0.46875;

    private static final double NEAR_LEAD = 1.85777706184603153e-1;
    private static final double[] NEAR_NUMERATOR = {
        3.16112374387056560e00, 1.13864154151050156e02, 3.77485237685302021e02, 3.20937758913846947e03
    };
    private static final double[] NEAR_DENOMINATOR = {
        2.36012909523441209e01, 2.44024637934444173e02, 1.28261652607737228e03, 2.84423683343917062e03
    };

    /** Cody's second interval, up to 4: erfc(x) = exp(-x^2) R(x). */
    private static final double FAR = 4;

    private static final double MIDDLE_LEAD = 2.15311535474403846e-8;
    private static final double[] MIDDLE_NUMERATOR = {
        5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e01, 2.98635138197400131e02,
        8.81952221241769090e02, 1.71204761263407058e03, 2.05107837782607147e03, 1.23033935479799725e03
    };
    private static final double[] MIDDLE_DENOMINATOR = {
        1.57449261107098347e01, 1.17693950891312499e02, 5.37181101862009858e02, 1.62138957456669019e03,
        3.29079923573345963e03, 4.36261909014324716e03, 3.43936767414372164e03, 1.23033935480374942e03
    };

    /** Cody's third interval, above 4: erfc(x) = exp(-x^2) / x (1 / sqrt(pi) - R(1 / x^2) / x^2). */
    private static final double FAR_LEAD = 1.63153871373020978e-2;

    private static final double[] FAR_NUMERATOR = {
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4
    };

    private static final double[] FAR_DENOMINATOR = {
        2.56852019228982242e00,
        1.87295284992346047e00,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private StandardNormal() {}

    /**
     * A probability with its quantile, computed once and used for the mixtures of all rows.
     *
     * @param probability strictly between 0 and 1
     * @param z the value that is not exceeded with this probability
     */
    public record Quantile(double probability, double z) {
        /** The lower end of the central 95 % interval. */
        public static final Quantile LOWER95 = at(0.025);

        /** The upper end of the central 95 % interval. */
        public static final Quantile UPPER95 = at(0.975);

        /**
         * Returns a probability with its quantile.
         *
         * @throws IllegalArgumentException if the probability is out of range
         */
        public static Quantile at(double probability) {
            if (!(probability > 0 && probability < 1)) {
                throw new IllegalArgumentException(
                        "the probability of a quantile is " + probability + "; it must be strictly between 0 and 1");
            }
            return new Quantile(probability, quantile(probability));
        }
    }

    /** Returns the probability of a value of at most z. The relative error is below 1e-13, even in the lower tail. */
    public static double cdf(double z) {
        double x = Math.abs(z) * SQRT_HALF;
        if (x <= NEAR) {
            return 0.5 * (1 + Math.copySign(erfNear(x), z));
        }
        double tail = 0.5 * Math.exp(-0.5 * z * z) * scaledErfc(x);
        return z < 0 ? tail : 1 - tail;
    }

    /** Returns the density at z. */
    public static double density(double z) {
        return Math.exp(logDensity(z));
    }

    /** Returns the logarithm of the density at z. */
    public static double logDensity(double z) {
        return -0.5 * z * z - LOG_SQRT_2_PI;
    }

    /**
     * Returns the value that is not exceeded with a given probability. It starts from formula 26.2.23 of Abramowitz
     * and Stegun (1964), which is accurate to 4.5e-4, and takes two steps of Halley's method, each of which triples
     * the number of correct digits.
     *
     * @param probability in [0, 1]; 0 and 1 return infinities
     */
    public static double quantile(double probability) {
        if (probability > 0.5) {
            return -quantile(1 - probability);
        }
        if (probability == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double t = Math.sqrt(-2 * Math.log(probability));
        double z =
                (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
        for (int i = 0; i < 2; i++) {
            double step = (cdf(z) - probability) / density(z);
            z -= step / (1 + 0.5 * z * step);
        }
        return z;
    }

    /**
     * Returns E|X| for a normal X: d (2 F(d / s) - 1) + 2 s f(d / s), the function A of Grimit et al. (2006).
     *
     * @param mean the mean d of X
     * @param variance the variance s^2 of X, above 0
     */
    public static double expectedAbsolute(double mean, double variance) {
        double distance = Math.abs(mean);
        double deviation = Math.sqrt(variance);
        double x = distance / (deviation * SQRT_2);
        double bell = Math.exp(-x * x);
        double erf = x <= NEAR ? erfNear(x) : 1 - bell * scaledErfc(x);
        return distance * erf + deviation * SQRT_2_OVER_PI * bell;
    }

    private static double erfNear(double x) {
        double square = x * x;
        return x * ratio(NEAR_LEAD, NEAR_NUMERATOR, NEAR_DENOMINATOR, square);
    }

    /** Returns exp(x^2) erfc(x) for x above {@link #NEAR}. */
    private static double scaledErfc(double x) {
        if (x <= FAR) {
            return ratio(MIDDLE_LEAD, MIDDLE_NUMERATOR, MIDDLE_DENOMINATOR, x);
        }
        double inverse = 1 / (x * x);
        return (ONE_OVER_SQRT_PI - inverse * ratio(FAR_LEAD, FAR_NUMERATOR, FAR_DENOMINATOR, inverse)) / x;
    }

    /**
     * Returns a quotient of polynomials of equal degree by Horner's rule. The leading coefficients are {@code lead}
     * and 1.
     */
    private static double ratio(double lead, double[] numerators, double[] denominators, double x) {
        double numerator = lead;
        double denominator = 1;
        for (int i = 0; i < numerators.length; i++) {
            numerator = Math.fma(numerator, x, numerators[i]);
            denominator = Math.fma(denominator, x, denominators[i]);
        }
        return numerator / denominator;
    }
}
