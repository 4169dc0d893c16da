package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.LogitMap;
import java.util.Arrays;

/**
 * The affine map of logits z to W z + b, with the same W and b for all components. One array contains the parameters:
 * W, then b. If W is diagonal, it contains only the diagonal.
 */
final class AffineLogits implements LogitMap {
    private final int classes;
    private final boolean diagonal;
    private final double[] parameters;

    /** @param parameters for K classes, 2 K numbers if W is diagonal and K (K + 1) otherwise */
    AffineLogits(int classes, double[] parameters) {
        this.classes = classes;
        this.diagonal = parameters.length == 2 * classes;
        this.parameters = parameters;
    }

    /** Returns the parameters of W = I / temperature and b = 0. */
    static double[] ofTemperature(int classes, double temperature, boolean diagonal) {
        double[] parameters = new double[diagonal ? 2 * classes : classes * (classes + 1)];
        for (int k = 0; k < classes; k++) {
            parameters[diagonal ? k : k * classes + k] = 1 / temperature;
        }
        return parameters;
    }

    @Override
    public void map(float[] logits, int offset, double[] to) {
        int biases = parameters.length - classes;
        for (int k = 0; k < classes; k++) {
            double sum = parameters[biases + k];
            if (diagonal) {
                sum += parameters[k] * logits[offset + k];
            } else {
                for (int j = 0; j < classes; j++) {
                    sum += parameters[k * classes + j] * logits[offset + j];
                }
            }
            to[k] = sum;
        }
    }

    /**
     * Propagates a gradient back through the map.
     *
     * @param upstream the gradient with respect to each mapped logit
     * @param gradient accumulates the gradient with respect to each parameter
     */
    void backward(float[] logits, int offset, double[] upstream, double[] gradient) {
        int biases = parameters.length - classes;
        for (int k = 0; k < classes; k++) {
            gradient[biases + k] += upstream[k];
            if (diagonal) {
                gradient[k] += upstream[k] * logits[offset + k];
            } else {
                for (int j = 0; j < classes; j++) {
                    gradient[k * classes + j] += upstream[k] * logits[offset + j];
                }
            }
        }
    }

    /** Returns the calibration with these parameters. */
    Calibration calibration() {
        double[] weights = Arrays.copyOf(parameters, parameters.length - classes);
        double[] biases = Arrays.copyOfRange(parameters, weights.length, parameters.length);
        return diagonal
                ? new Calibration.VectorScale(
                        Arrays.stream(weights).boxed().toList(),
                        Arrays.stream(biases).boxed().toList())
                : new Calibration.MatrixScale(
                        Arrays.stream(weights).boxed().toList(),
                        Arrays.stream(biases).boxed().toList());
    }
}
