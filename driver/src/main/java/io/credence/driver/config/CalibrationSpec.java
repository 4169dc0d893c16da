package io.credence.driver.config;

import java.util.Objects;

/**
 * How predictions are calibrated after training; the configuration's {@code calibration}.
 *
 * @param method null: auto
 * @param conformal null: no regions of labels
 */
public record CalibrationSpec(Method method, ConformalSpec conformal) {
    /** What is fitted on the validation rows. */
    public enum Method {
        /** What suits the task: a variance scale for regression, a temperature for classes, nothing for an embedding. */
        AUTO,
        /** Nothing. */
        NONE,
        /** One temperature that the logits of classes are divided by. */
        TEMPERATURE,
        /** One factor and one shift for the logit of every class. */
        VECTOR_SCALE,
        /** One affine map of all logits, kept near a temperature. */
        MATRIX_SCALE,
        /** One factor on the variance of a regression. */
        VARIANCE_SCALE
    }

    public CalibrationSpec {
        method = Objects.requireNonNullElse(method, Method.AUTO);
    }
}
