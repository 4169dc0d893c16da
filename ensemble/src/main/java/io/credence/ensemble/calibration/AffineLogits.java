package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.LogitMap;
import java.util.Arrays;

/**
 * Logits z become W z + b, with one W and b for all components. The parameters stand in one array: W, then b; of a diagonal W only the
 * diagonal.
 */
final class AffineLogits implements LogitMap {
    private final int classes;
    private final boolean diagonal;
    private final double[] parameters;

    /** @param parameters 2 K numbers where W is diagonal, K (K + 1) otherwise, for K classes */
    AffineLogits(int classes, double[] parameters) {
        this.classes = classes;
        this.diagonal = parameters.length == 2 * classes;
        this.parameters = parameters;
    }

    /** W = I / temperature and b = 0. */
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
     * Takes a gradient back through the map.
     *
     * @param upstream of each mapped logit
     * @param gradient receives, on top of what it holds, that of each parameter
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

    /** The calibration with these parameters. */
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
