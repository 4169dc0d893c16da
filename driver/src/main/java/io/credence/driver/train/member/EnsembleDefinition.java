package io.credence.driver.train.member;

import io.credence.driver.CredenceVersion;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.layer.Prior;

/**
 * All that decides the bits of a member beside its place in the ensemble. Trainings of equal definition may go on with each other's members;
 * how many members there are and what is drawn from them does not matter.
 *
 * @param version of this program
 * @param data the fingerprint of the prepared data
 * @param validated the validation rows that members are validated on
 * @param prior of the weights where these are distributions; null where they are numbers
 * @param seed of the ensemble
 */
public record EnsembleDefinition(
        String version,
        String data,
        HeldOutRows validated,
        NetworkSpec network,
        TrainingSpec training,
        Prior prior,
        long seed) {
    public static EnsembleDefinition of(TrainingWork work) {
        return new EnsembleDefinition(
                CredenceVersion.current(),
                work.data().fingerprint().toString(),
                work.validated(),
                work.network(),
                work.training().definition(),
                work.ensemble().posterior().weightPrior(),
                work.ensemble().seed());
    }
}
