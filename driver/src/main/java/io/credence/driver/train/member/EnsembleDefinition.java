package io.credence.driver.train.member;

import io.credence.driver.CredenceVersion;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.PackedMembers;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.layer.Prior;

/**
 * Everything that determines the bits of a member, except its index in the ensemble. Training runs with equal
 * definitions may continue each other's members. The numbers of members and samples are not part of it.
 *
 * @param version the version of Credence
 * @param data the fingerprint of the prepared data
 * @param validated the validation rows that members are validated on
 * @param prior the prior of the weights if these are distributions; null if they are plain numbers
 * @param packing the members of each network
 * @param seed the seed of the ensemble
 */
public record EnsembleDefinition(
        String version,
        String data,
        HeldOutRows validated,
        NetworkSpec network,
        TrainingSpec training,
        Prior prior,
        PackedMembers packing,
        long seed) {
    /** Returns the definition that follows from the inputs. */
    public static EnsembleDefinition of(TrainingInputs inputs) {
        return new EnsembleDefinition(
                CredenceVersion.current(),
                inputs.data().fingerprint().toString(),
                inputs.validated(),
                inputs.network(),
                inputs.training().definition(),
                inputs.ensemble().posterior().weightPrior(),
                inputs.ensemble().posterior().packing(),
                inputs.ensemble().seed());
    }
}
