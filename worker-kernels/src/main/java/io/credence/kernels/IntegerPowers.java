package io.credence.kernels;

/**
 * Powers with integer exponents, computed by repeated squaring. Like {@link StrictMath}, they have the same bits on
 * every machine; unlike it, they are computed without allocation.
 */
public final class IntegerPowers {
    private IntegerPowers() {}

    /**
     * Returns the base raised to an exponent.
     *
     * @param exponent at least 0
     */
    public static double power(double base, long exponent) {
        double power = 1;
        double square = base;
        for (long remaining = exponent; remaining > 0; remaining >>= 1) {
            power = (remaining & 1) == 1 ? power * square : power;
            square *= square;
        }
        return power;
    }
}
