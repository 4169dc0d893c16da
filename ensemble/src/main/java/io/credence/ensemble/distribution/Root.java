package io.credence.ensemble.distribution;

import java.util.function.DoubleUnaryOperator;

/**
 * The point where an increasing function reaches a value: false position by the Illinois rule (Dowell and Jarratt
 * 1971), with every third step a bisection, so that steep and flat functions converge too.
 */
final class Root {
    private static final int MAX_ITERATIONS = 300;
    private static final double RELATIVE = 1e-13;

    private Root() {}

    /**
     * Returns the point in a bracket.
     *
     * @param low a point at which the function is at most the value
     * @param high a point at which it is at least the value
     */
    static double of(DoubleUnaryOperator function, double value, double low, double high) {
        double a = low;
        double b = high;
        double atA = function.applyAsDouble(a) - value;
        double atB = function.applyAsDouble(b) - value;
        double tolerance = RELATIVE * (high - low) + 2 * Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
        int movedLast = 0;
        for (int i = 1; i < MAX_ITERATIONS && b - a > tolerance && atA < 0 && atB > 0; i++) {
            double x = i % 3 == 0 ? 0.5 * (a + b) : a - atA * (b - a) / (atB - atA);
            double atX = function.applyAsDouble(x) - value;
            if (atX == 0) {
                return x;
            }
            if (atX < 0) {
                a = x;
                atA = atX;
                atB *= movedLast < 0 ? 0.5 : 1;
                movedLast = -1;
            } else {
                b = x;
                atB = atX;
                atA *= movedLast > 0 ? 0.5 : 1;
                movedLast = 1;
            }
        }
        return atA >= 0 ? a : atB <= 0 ? b : 0.5 * (a + b);
    }
}
