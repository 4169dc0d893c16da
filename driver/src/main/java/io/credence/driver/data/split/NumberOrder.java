package io.credence.driver.data.split;

/** Numbers as long integers of the same order, so that they can be counted in cells of neighbouring values. */
public final class NumberOrder {
    private NumberOrder() {}

    /** Returns the integer of a number, which must not be NaN. */
    public static long of(double number) {
        return flipNegative(Double.doubleToLongBits(number + 0.0));
    }

    /** Returns the number of an integer. */
    public static double number(long order) {
        return Double.longBitsToDouble(flipNegative(order));
    }

    /** Negative numbers have the sign bit, and their other bits grow with the magnitude. */
    private static long flipNegative(long bits) {
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
