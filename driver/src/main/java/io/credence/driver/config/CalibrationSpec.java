package io.credence.driver.config;

import java.util.Objects;

/**
 * Settings for calibration after training: {@code calibration} in the configuration.
 *
 * @param method the calibration that is fitted; null: auto
 * @param conformal the conformal regions that are computed; null: none
 */
public record CalibrationSpec(Method method, ConformalSpec conformal) {
    /** The calibration that is fitted on the validation rows. */
    public enum Method {
        /**
         * The default for the task: a variance scale for regression, a temperature for classification, none for
         * embedding.
         */
        AUTO,
        /** No calibration. */
        NONE,
        /** One temperature that divides all class logits. */
        TEMPERATURE,
        /** A factor and a shift for the logit of each class. */
        VECTOR_SCALE,
        /** An affine map of all logits, regularised towards a temperature. */
        MATRIX_SCALE,
        /** One factor that scales the variance of a regression. */
        VARIANCE_SCALE
    }

    public CalibrationSpec {
        method = Objects.requireNonNullElse(method, Method.AUTO);
    }
}
