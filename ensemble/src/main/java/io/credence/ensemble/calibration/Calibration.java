package io.credence.ensemble.calibration;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;

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

    private static void requirePositive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidSettingException(key, value, "finite and above 0");
        }
    }
}
