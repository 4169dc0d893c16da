package io.credence.driver.evaluation;

import io.credence.driver.config.CalibrationSpec;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConformalSpec;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.evaluation.HeldOutRows;

/**
 * The calibration that a configuration selects, and the validation rows that each fit uses.
 *
 * <p>Conformal regions have the guaranteed coverage only if they are computed from rows that no other fit has seen. So
 * when they are requested and another fit uses validation rows (early stopping, or a calibration that changes the order
 * of their scores), each gets one half of the rows. Otherwise each uses them all.
 *
 * @param method the calibration method, never {@code AUTO}
 * @param rowsToCalibrate the validation rows that the calibration is fitted on
 * @param rowsToFit the validation rows for early stopping
 * @param rowsToConform the validation rows that conformal regions are computed from
 */
public record CalibrationPlan(
        CalibrationSpec.Method method, HeldOutRows rowsToCalibrate, HeldOutRows rowsToFit, HeldOutRows rowsToConform) {
    /**
     * Returns the plan for a configuration; {@code auto} is resolved by the likelihood and by whether there are
     * validation rows.
     */
    public static CalibrationPlan of(Configuration configuration) {
        CalibrationSpec.Method method = method(configuration);
        ConformalSpec conformal = configuration.calibration().conformal();
        boolean changesScores = conformal != null && changesScores(method, conformal, configuration.labelKind());
        boolean halves = conformal != null && (configuration.training().earlyStopping() != null || changesScores);
        HeldOutRows rowsToFit = halves ? HeldOutRows.FIT : HeldOutRows.ALL;
        return new CalibrationPlan(
                method,
                changesScores ? rowsToFit : HeldOutRows.ALL,
                rowsToFit,
                halves ? HeldOutRows.CONFORM : HeldOutRows.ALL);
    }

    /**
     * Returns whether a calibration changes the order of conformal scores. Distances in standard deviations stay the
     * same if a prediction is stretched about its mean. Distances from a quantile do not, nor do those of a logarithm
     * that is stretched.
     */
    private static boolean changesScores(CalibrationSpec.Method method, ConformalSpec conformal, LabelKind label) {
        return method.mapsLogits()
                || method == CalibrationSpec.Method.VARIANCE_SCALE
                        && (conformal.score() == ConformalScore.QUANTILE || label == LabelKind.POSITIVE);
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
