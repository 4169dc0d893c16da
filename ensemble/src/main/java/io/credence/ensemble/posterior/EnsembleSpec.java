package io.credence.ensemble.posterior;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.layer.Prior;
import java.io.Serializable;
import java.util.Objects;

/**
 * How many networks stand for the posterior, and how predictions are drawn from them; the configuration's {@code ensemble}.
 *
 * @param method how components are drawn; null: deep ensemble
 * @param members the number of networks that the ensemble methods train, from 1 to {@value #MAX_MEMBERS}; null: 5. The methods
 *     of one network do not read it, so that a configuration can change its method and nothing else
 * @param samples the number of stochastic passes a network, from 1 to {@value #MAX_SAMPLES}; null: 50. A deep ensemble does
 *     not read it
 * @param seed the seed of everything random about the members; null: 1
 * @param prior what weights are believed to be before any data is seen; null: a standard normal distribution. Only Bayes by Backprop
 *     reads it
 */
public record EnsembleSpec(Posterior.Method method, Integer members, Integer samples, Long seed, Prior prior)
        implements Serializable {
    /** More members than this cost more than any published gain; such a count is taken for a mistake. */
    public static final int MAX_MEMBERS = 1000;

    /** The same for stochastic passes. */
    public static final int MAX_SAMPLES = 10_000;

    /** @throws InvalidSettingException if a number is out of its range */
    public EnsembleSpec {
        method = Objects.requireNonNullElse(method, Posterior.Method.DEEP_ENSEMBLE);
        members = Objects.requireNonNullElse(members, 5);
        samples = Objects.requireNonNullElse(samples, 50);
        seed = Objects.requireNonNullElse(seed, 1L);
        prior = prior == null ? new Prior.Gaussian(null) : prior;
        if (members < 1 || members > MAX_MEMBERS) {
            throw new InvalidSettingException("members", members, "from 1 to " + MAX_MEMBERS);
        }
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new InvalidSettingException("samples", samples, "from 1 to " + MAX_SAMPLES);
        }
    }

    /** What these settings come to; it holds those that the method reads. */
    public Posterior posterior() {
        return method.posterior(this);
    }

    /** These settings with another number of members. */
    public EnsembleSpec withMembers(int number) {
        return new EnsembleSpec(method, number, samples, seed, prior);
    }
}
