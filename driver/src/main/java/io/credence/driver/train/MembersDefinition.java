package io.credence.driver.train;

import io.credence.driver.CredenceVersion;
import io.credence.ensemble.member.NetworkSpec;
import io.credence.ensemble.member.TrainingSpec;
import io.credence.ensemble.posterior.HeldOutRows;
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
record MembersDefinition(
        String version,
        String data,
        HeldOutRows validated,
        NetworkSpec network,
        TrainingSpec training,
        Prior prior,
        long seed) {
    static MembersDefinition of(TrainingWork work) {
        return new MembersDefinition(
                CredenceVersion.current(),
                work.data().fingerprint().toString(),
                work.validated(),
                work.network(),
                work.training().definition(),
                work.ensemble().posterior().weightPrior(),
                work.ensemble().seed());
    }
}
