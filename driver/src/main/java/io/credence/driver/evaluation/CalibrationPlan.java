package io.credence.driver.evaluation;

import io.credence.driver.config.CalibrationSpec;
import io.credence.driver.config.Configuration;
import io.credence.ensemble.evaluation.HeldOutRows;

/**
 * The calibration that a configuration selects, and the validation rows that each fit uses.
 *
 * <p>Conformal regions have the guaranteed coverage only if they are computed from rows that no other fit has seen. So
 * when they are requested and another fit uses validation rows (early stopping, or calibration of logits), each gets
 * one half of the rows. Otherwise each uses them all.
 *
 * @param method the calibration method, never {@code AUTO}
 * @param rowsToFit the validation rows for early stopping and for calibration of logits
 * @param rowsToConform the validation rows that conformal regions are computed from
 */
public record CalibrationPlan(CalibrationSpec.Method method, HeldOutRows rowsToFit, HeldOutRows rowsToConform) {
    /**
     * Returns the plan for a configuration; {@code auto} is resolved by the likelihood and by whether there are validation
     * rows.
     */
    public static CalibrationPlan of(Configuration configuration) {
        CalibrationSpec.Method method = method(configuration);
        boolean fitsLogits = method.mapsLogits();
        boolean halves = configuration.calibration().conformal() != null
                && (configuration.training().earlyStopping() != null || fitsLogits);
        return new CalibrationPlan(
                method, halves ? HeldOutRows.FIT : HeldOutRows.ALL, halves ? HeldOutRows.CONFORM : HeldOutRows.ALL);
    }

    private static CalibrationSpec.Method method(Configuration configuration) {
        CalibrationSpec.Method method = configuration.calibration().method();
        if (method != CalibrationSpec.Method.AUTO) {
            return method;
        }
        if (!configuration.data().hasValidationRows()) {
            return CalibrationSpec.Method.NONE;
        }
        return configuration
                .likelihood()
                .map(likelihood -> CalibrationSpec.Method.ofSpread(likelihood.spread()))
                .orElse(CalibrationSpec.Method.NONE);
    }
}
