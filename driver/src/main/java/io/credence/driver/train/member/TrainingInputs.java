package io.credence.driver.train.member;

import io.credence.driver.config.Configuration;
import io.credence.driver.data.PreparedData;
import io.credence.driver.evaluation.CalibrationPlan;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;

/**
 * The settings and the data that determine the members of an ensemble.
 *
 * @param validated the validation rows that members are validated on
 */
public record TrainingInputs(
        NetworkSpec network, TrainingSpec training, EnsembleSpec ensemble, PreparedData data, HeldOutRows validated) {
    /**
     * Returns the inputs of a configured training run. With early stopping, calibration keeps some of the validation
     * rows for itself.
     */
    public static TrainingInputs of(Configuration configuration, PreparedData data) {
        boolean stopsEarly = configuration.training().earlyStopping() != null;
        return new TrainingInputs(
                configuration.network(),
                configuration.training(),
                configuration.ensemble(),
                data,
                stopsEarly ? CalibrationPlan.of(configuration).rowsToFit() : HeldOutRows.ALL);
    }
}
