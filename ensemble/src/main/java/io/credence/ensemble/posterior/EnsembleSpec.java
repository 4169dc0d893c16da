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
public record EnsembleSpec(Method method, Integer members, Integer samples, Long seed, Prior prior)
        implements Serializable {
    /** More members than this cost more than any published gain; such a count is taken for a mistake. */
    public static final int MAX_MEMBERS = 1000;

    /** The same for stochastic passes. */
    public static final int MAX_SAMPLES = 10_000;

    /** What a pass through one network draws anew. */
    private enum Draws {
        NOTHING,
        UNITS,
        WEIGHTS
    }

    /** The ways of standing for a posterior distribution over networks. All that tells one from another is said here. */
    public enum Method {
        /** Members that differ in initialisation and batch order (Lakshminarayanan et al. 2017). */
        DEEP_ENSEMBLE("Deep ensemble", true, Draws.NOTHING),
        /** One network, dropout active at inference (Gal and Ghahramani 2016). */
        MC_DROPOUT("MC dropout", false, Draws.UNITS),
        /** Several members, each with dropout active at inference: every pass is one component. */
        MC_DROPOUT_ENSEMBLE("MC-dropout ensemble", true, Draws.UNITS),
        /**
         * A Gaussian over every weight and bias of the dense layers of one network, learnt by maximising the evidence lower bound (Blundell et
         * al. 2015). Convolutions, normalisation gains and the vectors of categories stay numbers, and there is no dropout.
         */
        BAYES_BY_BACKPROP("Bayes by Backprop", false, Draws.WEIGHTS);

        private final String title;
        private final boolean ensemble;
        private final Draws draws;

        Method(String title, boolean ensemble, Draws draws) {
            this.title = title;
            this.ensemble = ensemble;
            this.draws = draws;
        }

        /** Its name for people, as a sentence begins with it. */
        public String title() {
            return title;
        }

        /** Whether several networks are trained. */
        public boolean isEnsemble() {
            return ensemble;
        }

        /** Whether one network gives many components. */
        public boolean isStochastic() {
            return draws != Draws.NOTHING;
        }

        /** Whether a pass draws which units are left out, so that a network needs dropout. */
        public boolean drawsUnits() {
            return draws == Draws.UNITS;
        }

        /** Whether weights are distributions with a prior, so that the loss must be a likelihood. */
        public boolean drawsWeights() {
            return draws == Draws.WEIGHTS;
        }
    }

    /** @throws InvalidSettingException if a number is out of its range */
    public EnsembleSpec {
        method = Objects.requireNonNullElse(method, Method.DEEP_ENSEMBLE);
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

    /** The prior of the members' weights where these are distributions; null where they are numbers. */
    public Prior weightPrior() {
        return method.drawsWeights() ? prior : null;
    }

    /** These settings with another number of members. */
    public EnsembleSpec withMembers(int number) {
        return new EnsembleSpec(method, number, samples, seed, prior);
    }

    /** The number of networks that are trained. */
    public int networks() {
        return method.isEnsemble() ? members : 1;
    }

    /** The number of components that one network gives. */
    public int passes() {
        return method.isStochastic() ? samples : 1;
    }

    /** The number of equal-weight components of every prediction. */
    public int components() {
        return networks() * passes();
    }
}
