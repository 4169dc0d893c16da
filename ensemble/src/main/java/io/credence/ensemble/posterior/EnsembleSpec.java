package io.credence.ensemble.posterior;

import io.credence.ensemble.specification.PackedMembers;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.layer.Prior;
import java.io.Serializable;
import java.util.Objects;

/**
 * Settings for the approximate posterior; the configuration's {@code ensemble}. A method ignores the settings that it
 * does not need, so a configuration can switch methods without other changes.
 *
 * @param method the kind of posterior; null: deep ensemble
 * @param members the number of networks that the ensemble methods train, from 1 to {@value #MAX_MEMBERS}; null: 5
 * @param packed the number of members that each network of a packed ensemble has, from 2 to {@value #MAX_PACKED}; null:
 *     16
 * @param sharing what these members share; null: the hidden layers
 * @param samples the number of passes through each network of the stochastic methods, from 1 to {@value #MAX_SAMPLES};
 *     null: 50
 * @param seed the seed of all random choices of the members; null: 1
 * @param prior the prior distribution of the weights for Bayes by Backprop; null: standard normal
 */
public record EnsembleSpec(
        Posterior.Method method,
        Integer members,
        Integer packed,
        PackedMembers.Sharing sharing,
        Integer samples,
        Long seed,
        Prior prior)
        implements Serializable {
    /**
     * The limit on members. A larger number would cost more than any published gain justifies, so it is treated as a
     * mistake.
     */
    public static final int MAX_MEMBERS = 1000;

    /** The limit on members in one network, for the same reason. */
    public static final int MAX_PACKED = 256;

    /** The limit on passes through each network, for the same reason. */
    public static final int MAX_SAMPLES = 10_000;

    /** @throws InvalidSettingException if a number is out of its range */
    public EnsembleSpec {
        method = Objects.requireNonNullElse(method, Posterior.Method.DEEP_ENSEMBLE);
        members = Objects.requireNonNullElse(members, 5);
        packed = Objects.requireNonNullElse(packed, 16);
        sharing = Objects.requireNonNullElse(sharing, PackedMembers.Sharing.INPUT);
        samples = Objects.requireNonNullElse(samples, 50);
        seed = Objects.requireNonNullElse(seed, 1L);
        prior = prior == null ? new Prior.Gaussian(null) : prior;
        if (members < 1 || members > MAX_MEMBERS) {
            throw new InvalidSettingException("members", members, "from 1 to " + MAX_MEMBERS);
        }
        if (packed < 2 || packed > MAX_PACKED) {
            throw new InvalidSettingException("packed", packed, "from 2 to " + MAX_PACKED);
        }
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new InvalidSettingException("samples", samples, "from 1 to " + MAX_SAMPLES);
        }
    }

    /** Returns the posterior that these settings select, with the settings that it uses. */
    public Posterior posterior() {
        return method.posterior(this);
    }

    /** Returns these settings with another number of members. */
    public EnsembleSpec withMembers(int number) {
        return new EnsembleSpec(method, number, packed, sharing, samples, seed, prior);
    }
}
