package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.LogitMap;
import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is applied to a predictive distribution after training so that its spread agrees with the errors seen on the
 * validation rows (Guo et al. 2017). Fitted by negative log-likelihood, never on test rows.
 */
public sealed interface Calibration extends Serializable {
    /** The predictive distribution as the members give it. */
    record None() implements Calibration {}

    /**
     * Every component's logits are divided by one temperature: softmax(z / T). Applied to the components, not to their
     * mean, so that total = aleatoric + epistemic also holds afterwards; fitted by the likelihood of the mixture.
     *
     * @param temperature above 1 makes predictions less sure, below 1 surer
     */
    record Temperature(double temperature) implements Calibration {
        public Temperature {
            requirePositive("temperature", temperature);
        }

        @Override
        public LogitMap logitMap() {
            return LogitMap.temperature(temperature);
        }
    }

    /**
     * The mixture is stretched about its own mean so that its variance, and with it both of its parts, is multiplied by
     * one scale. A stretched Gaussian mixture is again a Gaussian mixture.
     *
     * @param scale the factor on the variance
     */
    record VarianceScale(double scale) implements Calibration {
        public VarianceScale {
            requirePositive("varianceScale", scale);
        }
    }

    /**
     * Every component's logits are scaled class by class and shifted: softmax(w * z + b) (Guo et al. 2017).
     *
     * @param weights one a class
     * @param biases one a class
     */
    record VectorScale(List<Double> weights, List<Double> biases) implements Calibration {
        public VectorScale {
            weights = List.copyOf(weights);
            biases = List.copyOf(biases);
            requireSize("weights", weights.size(), biases.size());
        }

        @Override
        public LogitMap logitMap() {
            return affine(weights, biases);
        }
    }

    /**
     * Every component's logits go through one affine map: softmax(W z + b) (Guo et al. 2017).
     *
     * @param weights W row by row, one row a class
     * @param biases one a class
     */
    record MatrixScale(List<Double> weights, List<Double> biases) implements Calibration {
        public MatrixScale {
            weights = List.copyOf(weights);
            biases = List.copyOf(biases);
            requireSize("weights", weights.size(), biases.size() * biases.size());
        }

        @Override
        public LogitMap logitMap() {
            return affine(weights, biases);
        }
    }

    /** What it does to the logits of every component. A regression has none. */
    default LogitMap logitMap() {
        return LogitMap.temperature(1);
    }

    private static LogitMap affine(List<Double> weights, List<Double> biases) {
        return new AffineLogits(
                biases.size(),
                Stream.concat(weights.stream(), biases.stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private static void requireSize(String key, int size, int needed) {
        if (size != needed) {
            throw new InvalidSettingException(
                    key, size + " numbers", needed + " for as many classes as there are biases");
        }
    }

    private static void requirePositive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidSettingException(key, value, "finite and above 0");
        }
    }
}
