package io.credence.kernels.operation;

import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.likelihood.GaussianMixtureLoss;
import io.credence.kernels.likelihood.NegativeBinomialLoss;
import io.credence.kernels.likelihood.PinballLoss;
import io.credence.kernels.likelihood.PoissonLoss;
import io.credence.kernels.likelihood.RowLoss;
import io.credence.kernels.likelihood.RowLosses;
import io.credence.kernels.likelihood.StudentTLoss;
import io.credence.kernels.operation.OperationCase.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cases for the losses of a row, with their definitions in the plainest form. */
final class RowLossCases {
    /** The coefficients of Lanczos's approximation of the gamma function with g = 7 (Press et al. 2007, 6.1). */
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private final List<OperationCase> cases = new ArrayList<>();

    private RowLossCases() {}

    /** The loss of a row in double precision. */
    private interface RowDefinition {
        double of(double[] z, double target);
    }

    static List<OperationCase> all() {
        RowLossCases all = new RowLossCases();
        double[] six = {0.3, -0.7, 0.2, -1.1, 0.4, 0.9, 2, -1, 1.5, 0.1, -3, 5};
        all.add(new GaussianMixtureLoss(2, 0.1), (z, y) -> mixture(z, y, 2, 0.1), six, 0.4, -2.5);
        all.add(new GaussianMixtureLoss(1, 0.05), (z, y) -> mixture(z, y, 1, 0.05), new double[] {3, 0.5, -4}, 0.52);
        double[] far = {0, 0, 0, -1, 0, 1, -40, -40, -40};
        all.add(new GaussianMixtureLoss(3, 0.1), (z, y) -> mixture(z, y, 3, 0.1), far, 2);
        double[] three = {0.3, -0.7, 0.2, -1.1, 2.4, 3, 0, 0, -12};
        all.add(new StudentTLoss(0, 1e-3), (z, y) -> studentT(z, y, degrees(z[2])), three, 0.4, -2.5, 9);
        all.add(new StudentTLoss(4, 1e-3), (z, y) -> studentT(z, y, 4), new double[] {0.3, -0.7, 1, 3}, 0.2, -4);
        all.add(new PoissonLoss(2), RowLossCases::poisson, new double[] {0.3, -1.5, 2}, 0, 3.5, 1);
        double[] counts = {0.3, -0.7, -1.5, 0.5, 2, -6, 1, 3};
        all.add(new NegativeBinomialLoss(2), RowLossCases::negativeBinomial, counts, 0, 3.5, 6, 0.5);
        double[] quantiles = {0.3, -0.7, 0.2, -1.1, 0.4, 1, 2, 0.3, 1.8, 0};
        List<Double> levels = List.of(0.1, 0.3, 0.5, 0.8, 0.95);
        all.add(new PinballLoss(levels), (z, y) -> pinball(z, y, levels), quantiles, 0.4, -2.5);
        List<Double> two = List.of(0.25, 0.75);
        all.add(new PinballLoss(two), (z, y) -> pinball(z, y, two), new double[] {0.3, -0.7}, -0.71);
        return all.cases;
    }

    private void add(RowLoss loss, RowDefinition definition, double[] z, double... targets) {
        int rows = targets.length;
        cases.add(new OperationCase(
                loss.toString(),
                new RowLosses(loss),
                Mode.TRAINING,
                rows,
                1,
                List.of(input(loss.outputs(), z), input(1, targets)),
                in -> {
                    double[] losses = new double[rows];
                    for (int row = 0; row < rows; row++) {
                        int from = row * loss.outputs();
                        losses[row] = definition.of(Arrays.copyOfRange(in[0], from, from + loss.outputs()), in[1][row]);
                    }
                    return losses;
                }));
    }

    private static Input input(int columns, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Input(Shape.batchOf(columns), floats);
    }

    private static double softplus(double x) {
        return x > 30 ? x : Math.log1p(Math.exp(x));
    }

    private static double mixture(double[] z, double y, int components, double floor) {
        double likelihood = 0;
        double weights = 0;
        for (int k = 0; k < components; k++) {
            double centre = components == 1 ? 0 : 2.0 * k / (components - 1) - 1;
            double deviation = floor + softplus(z[2 * components + k]);
            double error = (y - z[components + k] - centre) / deviation;
            likelihood += Math.exp(z[k] - 0.5 * error * error) / (deviation * Math.sqrt(2 * Math.PI));
            weights += Math.exp(z[k]);
        }
        return -Math.log(likelihood / weights);
    }

    private static double degrees(double d) {
        return 2.05 + softplus(d + 3);
    }

    private static double studentT(double[] z, double y, double degrees) {
        double scale = 1e-3 + softplus(z[1]);
        double t = (y - z[0]) / scale;
        double constant = gamma((degrees + 1) / 2) / (gamma(degrees / 2) * Math.sqrt(degrees * Math.PI) * scale);
        return -Math.log(constant) + (degrees + 1) / 2 * Math.log(1 + t * t / degrees);
    }

    private static double poisson(double[] z, double target) {
        double mean = 2 * Math.exp(z[0]);
        double logarithm = -mean;
        for (int i = 1; i <= 2 * target; i++) {
            logarithm += Math.log(mean / i);
        }
        return -logarithm;
    }

    /** The probability of a count is p^r times the product of (r + i - 1) (1 - p) / i. */
    private static double negativeBinomial(double[] z, double target) {
        double mean = 2 * Math.exp(z[0]);
        double size = 1 / (1e-4 + softplus(z[1]));
        double success = size / (size + mean);
        double logarithm = size * Math.log(success);
        for (int i = 1; i <= 2 * target; i++) {
            logarithm += Math.log((size + i - 1) * (1 - success) / i);
        }
        return -logarithm;
    }

    private static double pinball(double[] z, double y, List<Double> levels) {
        int middle = levels.size() / 2;
        double loss = 0;
        for (int i = 0; i < levels.size(); i++) {
            double quantile = z[middle];
            for (int j = Math.min(i, middle); j <= Math.max(i, middle); j++) {
                double distance = j == middle ? 0 : 1e-4 + softplus(z[j] - 1.8);
                quantile += i < middle ? -distance : distance;
            }
            double error = y - quantile;
            loss += 2 * Math.max(levels.get(i) * error, (levels.get(i) - 1) * error) / levels.size();
        }
        return loss;
    }

    private static double gamma(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return Math.sqrt(2 * Math.PI) * Math.pow(t, x - 0.5) * Math.exp(-t) * sum;
    }
}
