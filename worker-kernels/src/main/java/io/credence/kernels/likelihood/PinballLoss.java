package io.credence.kernels.likelihood;

import java.util.List;

/**
 * The mean over levels t of twice the pinball loss of the predicted quantile q (Koenker and Bassett 1978): 2 (t - 1[y
 * < q]) (y - q). With many even levels it approximates the CRPS. The outputs of a row are the middle quantile and, for
 * every other level, a value v. Its distance from the quantile next to it, on the side of the middle, is
 * {@value #LEAST_DISTANCE} + softplus(v - {@value #DISTANCE_OFFSET}). So quantiles never cross.
 *
 * @param levels the levels, ascending, strictly between 0 and 1
 */
public record PinballLoss(List<Double> levels) implements RowLoss {
    /** Before training, 19 quantiles then span about as much as those of the standard normal distribution. */
    static final double DISTANCE_OFFSET = 1.8;

    static final double LEAST_DISTANCE = 1e-4;

    /** @param levels copied */
    public PinballLoss {
        levels = List.copyOf(levels);
    }

    @Override
    public int outputs() {
        return levels.size();
    }

    private int middle() {
        return levels.size() / 2;
    }

    @Override
    public double of(float[] z, int offset, float target, float[] gradient, int to) {
        int middle = middle();
        double quantile = z[offset + middle];
        double sum = term(middle, quantile, target);
        double slope = slope(middle, quantile, target);
        gradient[to + middle] = (float) slope;
        for (int side = -1; side <= 1; side += 2) {
            double reached = quantile;
            for (int i = middle + side; i >= 0 && i < outputs(); i += side) {
                reached += side * distance(z, offset, i);
                sum += term(i, reached, target);
                gradient[to + i] = (float) slope(i, reached, target);
            }
            // A distance moves its own quantile and all beyond it; the middle moves all.
            double beyond = 0;
            for (int i = side < 0 ? 0 : outputs() - 1; i != middle; i -= side) {
                beyond += gradient[to + i];
                gradient[to + i] = (float) (side * beyond * Softplus.derivative(z[offset + i] - DISTANCE_OFFSET));
            }
            slope += beyond;
        }
        gradient[to + middle] = (float) slope;
        return sum;
    }

    private double term(int level, double quantile, double y) {
        double error = y - quantile;
        return 2 * (levels.get(level) - (error < 0 ? 1 : 0)) * error / outputs();
    }

    private double slope(int level, double quantile, double y) {
        return 2 * ((y < quantile ? 1 : 0) - levels.get(level)) / outputs();
    }

    private static double distance(float[] z, int offset, int level) {
        return LEAST_DISTANCE + Softplus.of(z[offset + level] - DISTANCE_OFFSET);
    }

    /** Returns the quantiles of a row, ascending. */
    public double[] quantiles(float[] z, int offset) {
        double[] quantiles = new double[outputs()];
        int middle = middle();
        quantiles[middle] = z[offset + middle];
        for (int i = middle + 1; i < quantiles.length; i++) {
            quantiles[i] = quantiles[i - 1] + distance(z, offset, i);
        }
        for (int i = middle - 1; i >= 0; i--) {
            quantiles[i] = quantiles[i + 1] - distance(z, offset, i);
        }
        return quantiles;
    }
}
