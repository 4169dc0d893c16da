package io.credence.ensemble.distribution;

import java.util.function.DoubleUnaryOperator;

/**
 * The integral of a function by the Gauss-Kronrod rule of 15 points (Kronrod 1965), which halves an interval until the
 * rule agrees with the Gauss rule on 7 of its points.
 */
final class AdaptiveIntegral {
    private static final int MAX_DEPTH = 30;
    private static final double[] NODES = {
        0.991455371120812639206854697526329,
        0.949107912342758524526189684047851,
        0.864864423359769072789712788640926,
        0.741531185599394439863864773280788,
        0.586087235467691130294144691693318,
        0.405845151377397166906606412076961,
        0.207784955007898467600689403773245,
        0
    };
    private static final double[] KRONROD = {
        0.022935322010529224963732008058970,
        0.063092092629978553290700663189204,
        0.104790010322250183839876322541518,
        0.140653259715525918745189590510238,
        0.169004726639267902826583426598550,
        0.190350578064785409913256402421014,
        0.204432940075298892414161999234649,
        0.209482141084727828012999174891714
    };

    /** The weights at every second node. */
    private static final double[] GAUSS = {
        0.129484966168869693270611432679082,
        0.279705391489276667901467771423780,
        0.381830050505118944950369775488975,
        0.417959183673469387755102040816327
    };

    private final DoubleUnaryOperator function;
    private final double tolerance;

    /** @param tolerance the absolute error that each interval may have */
    AdaptiveIntegral(DoubleUnaryOperator function, double tolerance) {
        this.function = function;
        this.tolerance = tolerance;
    }

    double over(double from, double to) {
        return to > from ? over(from, to, 0) : 0;
    }

    private double over(double from, double to, int depth) {
        double centre = 0.5 * (from + to);
        double half = 0.5 * (to - from);
        double kronrod = 0;
        double gauss = 0;
        for (int i = 0; i < NODES.length; i++) {
            double sum = function.applyAsDouble(centre - half * NODES[i]);
            if (NODES[i] > 0) {
                sum += function.applyAsDouble(centre + half * NODES[i]);
            }
            kronrod += KRONROD[i] * sum;
            gauss += i % 2 == 1 ? GAUSS[i / 2] * sum : 0;
        }
        if (half * Math.abs(kronrod - gauss) <= tolerance || depth == MAX_DEPTH) {
            return half * kronrod;
        }
        return over(from, centre, depth + 1) + over(centre, to, depth + 1);
    }
}
