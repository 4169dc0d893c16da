package io.credence.ensemble.predictive;

import java.util.function.DoubleUnaryOperator;

/** A simple numerical integral, against which closed forms are tested. */
public final class Integral {
    private static final int CELLS = 20_000;

    private Integral() {}

    /** Integrates by the midpoint rule. */
    public static double of(DoubleUnaryOperator f, double from, double to) {
        double width = (to - from) / CELLS;
        double sum = 0;
        for (int i = 0; i < CELLS; i++) {
            sum += f.applyAsDouble(from + (i + 0.5) * width);
        }
        return sum * width;
    }
}
