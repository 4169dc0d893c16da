package io.credence.ensemble.posterior;

import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import java.util.function.Function;

/**
 * What stands for the posterior distribution over networks: how many are trained, and what each says when it is asked more than once. A
 * prediction is the equal-weight mixture of what all passes through all networks say.
 *
 * <p>Each way is one record, which holds the settings that it reads and says all that tells it from the others. A configuration selects it by
 * its {@link Method}.
 */
public sealed interface Posterior {
    /** The ways, as a configuration names them. */
    enum Method {
        DEEP_ENSEMBLE(spec -> new DeepEnsemble(spec.members())),
        MC_DROPOUT(spec -> new McDropout(spec.samples())),
        MC_DROPOUT_ENSEMBLE(spec -> new McDropoutEnsemble(spec.members(), spec.samples())),
        BAYES_BY_BACKPROP(spec -> new BayesByBackprop(spec.samples(), spec.prior()));

        private final Function<EnsembleSpec, Posterior> posterior;

        Method(Function<EnsembleSpec, Posterior> posterior) {
            this.posterior = posterior;
        }

        Posterior posterior(EnsembleSpec spec) {
            return posterior.apply(spec);
        }
    }

    /** Returns the word that selects this method in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /** Its name for people, as a sentence begins with it. */
    String title();

    /** The number of networks that are trained, at least 1. */
    default int networks() {
        return 1;
    }

    /** The number of passes through each network, at least 1; every pass is one component. */
    default int passes() {
        return 1;
    }

    /** The number of equal-weight components of every prediction. */
    default int components() {
        return networks() * passes();
    }

    /** Whether a pass draws something anew, so that two passes through one network differ. */
    boolean isStochastic();

    /** The prior of the weights where these are distributions; null where they are numbers. */
    default Prior weightPrior() {
        return null;
    }

    /**
     * Checks what members are made of.
     *
     * @param training with the loss that holds for the task
     * @throws InvalidSettingException if they would not stand for a posterior in this way; its key is the dotted path
     */
    default void requireFitting(NetworkSpec network, TrainingSpec training) {}

    /**
     * Members that differ in initialisation and batch order (Lakshminarayanan et al. 2017).
     *
     * @param networks how many
     */
    record DeepEnsemble(int networks) implements Posterior {
        @Override
        public String title() {
            return "Deep ensemble";
        }

        @Override
        public boolean isStochastic() {
            return false;
        }
    }

    /** Dropout stays active at inference: a pass draws which units are left out (Gal and Ghahramani 2016). */
    sealed interface Dropout extends Posterior {
        @Override
        default boolean isStochastic() {
            return true;
        }

        @Override
        default void requireFitting(NetworkSpec network, TrainingSpec training) {
            if (network.hidden().isEmpty()) {
                throw new InvalidSettingException(
                        "network.hidden",
                        network.hidden(),
                        "at least one layer where ensemble.method is " + name()
                                + ", or there would be no unit that a pass could leave out");
            }
            if (network.dropout() == 0) {
                throw new InvalidSettingException(
                        "network.dropout",
                        network.dropout(),
                        "above 0 where ensemble.method is " + name() + ", or every pass would be the same");
            }
        }
    }

    /**
     * One network with dropout.
     *
     * @param passes through it
     */
    record McDropout(int passes) implements Dropout {
        @Override
        public String title() {
            return "MC dropout";
        }
    }

    /**
     * Several members, each with dropout.
     *
     * @param networks how many
     * @param passes through each
     */
    record McDropoutEnsemble(int networks, int passes) implements Dropout {
        @Override
        public String title() {
            return "MC-dropout ensemble";
        }
    }

    /**
     * A Gaussian over every weight and bias of the dense layers of one network, learnt by maximising the evidence lower bound (Blundell et al.
     * 2015): a pass draws the weights. Convolutions, normalisation gains and the vectors of categories stay numbers, and there is no dropout.
     *
     * @param passes through the network
     * @param weightPrior what weights are believed to be before any data is seen
     */
    record BayesByBackprop(int passes, Prior weightPrior) implements Posterior {
        @Override
        public String title() {
            return "Bayes by Backprop";
        }

        @Override
        public boolean isStochastic() {
            return true;
        }

        @Override
        public void requireFitting(NetworkSpec network, TrainingSpec training) {
            Loss loss = training.loss();
            if (loss instanceof Loss.GaussianNll likelihood) {
                requireUnweighted("beta", likelihood.beta());
            } else if (loss instanceof Loss.CrossEntropy likelihood) {
                requireUnweighted("labelSmoothing", likelihood.labelSmoothing());
            } else if (loss instanceof Loss.BinaryCrossEntropy likelihood) {
                requireUnweighted("labelSmoothing", likelihood.labelSmoothing());
            } else {
                throw new InvalidSettingException(
                        "training.loss.name",
                        loss.name(),
                        "a likelihood, gaussian-nll, cross-entropy or binary-cross-entropy, where ensemble.method is "
                                + name());
            }
            if (training.adversarial() != null) {
                throw new InvalidSettingException(
                        "training.adversarial.epsilon",
                        training.adversarial().epsilon(),
                        "left out, and training.adversarial null, " + whereEvidenceIsBounded());
            }
        }

        private void requireUnweighted(String setting, double value) {
            if (value != 0) {
                throw new InvalidSettingException("training.loss." + setting, value, "0 " + whereEvidenceIsBounded());
            }
        }

        private String whereEvidenceIsBounded() {
            return "where ensemble.method is " + name()
                    + ", because the evidence lower bound is of the likelihood of the rows themselves";
        }
    }
}
