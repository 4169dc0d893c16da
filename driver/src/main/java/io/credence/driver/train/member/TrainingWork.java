package io.credence.driver.train.member;

import io.credence.driver.config.Configuration;
import io.credence.driver.data.PreparedData;
import io.credence.driver.evaluation.CalibrationPlan;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;

/**
 * All that decides the members of an ensemble.
 *
 * @param validated the validation rows that members are validated on
 */
public record TrainingWork(
        NetworkSpec network, TrainingSpec training, EnsembleSpec ensemble, PreparedData data, HeldOutRows validated) {
    public static TrainingWork of(Configuration configuration, PreparedData data) {
        boolean choosesEpochs = configuration.training().earlyStopping() != null;
        return new TrainingWork(
                configuration.network(),
                configuration.training(),
                configuration.ensemble(),
                data,
                choosesEpochs ? CalibrationPlan.of(configuration).rowsToFit() : HeldOutRows.ALL);
    }
}
