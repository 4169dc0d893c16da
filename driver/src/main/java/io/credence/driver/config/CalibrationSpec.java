package io.credence.driver.config;

import io.credence.ensemble.likelihood.Spread;
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
        AUTO(null),
        /** No calibration. */
        NONE(null),
        /** One temperature that divides all class logits. */
        TEMPERATURE(Spread.LOGITS),
        /** A factor and a shift for the logit of each class. */
        VECTOR_SCALE(Spread.LOGITS),
        /** An affine map of all logits, regularised towards a temperature. */
        MATRIX_SCALE(Spread.LOGITS),
        /** One factor that scales the variance of a regression. */
        VARIANCE_SCALE(Spread.VARIANCE);

        private final Spread spread;

        Method(Spread spread) {
            this.spread = spread;
        }

        /** Returns whether this calibration maps logits, which changes the order of classes and their scores. */
        public boolean mapsLogits() {
            return spread == Spread.LOGITS;
        }

        /** Returns whether predictions with a given spread can be calibrated this way. */
        boolean fits(Spread predicted) {
            return spread == null || spread == predicted;
        }

        /** Returns the default for predictions with a given spread. */
        public static Method ofSpread(Spread predicted) {
            return switch (predicted) {
                case VARIANCE -> VARIANCE_SCALE;
                case LOGITS -> TEMPERATURE;
                case FIXED -> NONE;
            };
        }
    }

    public CalibrationSpec {
        method = Objects.requireNonNullElse(method, Method.AUTO);
    }
}
