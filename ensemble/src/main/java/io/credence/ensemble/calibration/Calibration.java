package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.LogitMap;
import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * A transformation of predictive distributions, fitted after training so that their spread agrees with the errors on
 * the validation rows (Guo et al. 2017). It is fitted by minimising the negative log-likelihood, never on test rows.
 */
public sealed interface Calibration extends Serializable {
    /** No calibration. */
    record None() implements Calibration {}

    /**
     * Divides every component's logits by one temperature: softmax(z / T). It is applied to the components, not to
     * their mean, so that total = aleatoric + epistemic still holds. It is fitted by maximising the likelihood of the
     * mixture.
     *
     * @param temperature above 1 makes predictions less confident, below 1 more confident
     */
    record Temperature(double temperature) implements Calibration {
        /** @throws InvalidSettingException if the temperature is not finite and above 0 */
        public Temperature {
            requirePositive("temperature", temperature);
        }

        @Override
        public LogitMap logitMap() {
            return LogitMap.temperature(temperature);
        }
    }

    /**
     * Stretches the mixture about its mean. This multiplies its variance, and both parts of the variance, by one
     * scale. The result is again a Gaussian mixture.
     *
     * @param scale the factor on the variance
     */
    record VarianceScale(double scale) implements Calibration {
        /** @throws InvalidSettingException if the scale is not finite and above 0 */
        public VarianceScale {
            requirePositive("varianceScale", scale);
        }
    }

    /**
     * Scales and shifts every component's logits per class: softmax(w * z + b) (Guo et al. 2017).
     *
     * @param weights one weight for each class
     * @param biases one bias for each class
     */
    record VectorScale(List<Double> weights, List<Double> biases) implements Calibration {
        /** @throws InvalidSettingException if the numbers of weights and biases differ */
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
     * Applies one affine map to every component's logits: softmax(W z + b) (Guo et al. 2017).
     *
     * @param weights W in row-major order, one row for each class
     * @param biases one bias for each class
     */
    record MatrixScale(List<Double> weights, List<Double> biases) implements Calibration {
        /** @throws InvalidSettingException if the number of weights is not the square of the number of biases */
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

    /**
     * Returns the map that is applied to every component's logits; it has no effect on a regression, which has no
     * logits.
     */
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
            throw new InvalidSettingException(key, size + " numbers", needed + ", to fit the number of biases");
        }
    }

    private static void requirePositive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidSettingException(key, value, "finite and above 0");
        }
    }
}
