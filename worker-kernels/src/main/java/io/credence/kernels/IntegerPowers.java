package io.credence.kernels;

/** Powers with whole exponents, by squaring: the same bits everywhere, like those of {@link StrictMath}, which allocates. */
public final class IntegerPowers {
    private IntegerPowers() {}

    /**
     * The base multiplied by itself.
     *
     * @param exponent how often, at least 0
     */
    public static double power(double base, long exponent) {
        double power = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            power = (rest & 1) == 1 ? power * square : power;
            square *= square;
        }
        return power;
    }
}
