package io.credence.ensemble.posterior;

import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.DistributionLoss;
import io.credence.kernels.loss.Loss;
import java.util.function.Function;

/**
 * An approximate posterior distribution over networks. It defines how many networks are trained, and how many passes
 * through each contribute to a prediction. A prediction is the equal-weight mixture of the outputs of all passes
 * through all networks.
 *
 * <p>Each approximation is a record with its settings and everything else that is specific to it. A configuration
 * selects it by its {@link Method}.
 */
public sealed interface Posterior {
    /** The methods that a configuration can select, each with its title and its posterior. */
    enum Method {
        DEEP_ENSEMBLE("Deep ensemble", spec -> new DeepEnsemble(spec.members())),
        MC_DROPOUT("MC dropout", spec -> new McDropout(spec.samples())),
        MC_DROPOUT_ENSEMBLE("MC-dropout ensemble", spec -> new McDropoutEnsemble(spec.members(), spec.samples())),
        BAYES_BY_BACKPROP("Bayes by Backprop", spec -> new BayesByBackprop(spec.samples(), spec.prior()));

        private final String title;
        private final Function<EnsembleSpec, Posterior> posterior;

        Method(String title, Function<EnsembleSpec, Posterior> posterior) {
            this.title = title;
            this.posterior = posterior;
        }

        Posterior posterior(EnsembleSpec spec) {
            return posterior.apply(spec);
        }
    }

    /** Returns the method that selects this posterior. */
    Method method();

    /** Returns the name in configurations and documents, such as {@code deep-ensemble}. */
    default String name() {
        return JsonRecords.tree(method()).asText();
    }

    /** Returns the name in running text, capitalised for the start of a sentence, such as {@code Deep ensemble}. */
    default String title() {
        return method().title;
    }

    /** Returns the number of networks that are trained, at least 1. */
    default int networks() {
        return 1;
    }

    /** Returns the number of passes through each network, at least 1; every pass is one component. */
    default int passes() {
        return 1;
    }

    /** Returns the number of equal-weight components of every prediction. */
    default int components() {
        return networks() * passes();
    }

    /** Returns whether each pass makes new random draws, so that two passes through one network differ. */
    boolean isStochastic();

    /** Returns the prior of the weights if these are distributions; null if they are plain numbers. */
    default Prior weightPrior() {
        return null;
    }

    /**
     * Checks that the settings of the network and of training suit this posterior.
     *
     * @param training the training settings, with the loss resolved for the task
     * @throws InvalidSettingException if they do not; its key is the setting's dotted path
     */
    default void requireFitting(NetworkSpec network, TrainingSpec training) {}

    /**
     * An ensemble of members that differ in initialisation and batch order (Lakshminarayanan et al. 2017).
     *
     * @param networks the number of members
     */
    record DeepEnsemble(int networks) implements Posterior {
        @Override
        public Method method() {
            return Method.DEEP_ENSEMBLE;
        }

        @Override
        public boolean isStochastic() {
            return false;
        }
    }

    /** Dropout that stays active at inference: each pass draws which units to drop (Gal and Ghahramani 2016). */
    sealed interface DropoutPosterior extends Posterior {
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
                        "at least one layer if ensemble.method is " + name()
                                + ", because otherwise there are no units to drop");
            }
            if (network.dropout() == 0) {
                throw new InvalidSettingException(
                        "network.dropout",
                        network.dropout(),
                        "above 0 if ensemble.method is " + name() + ", because otherwise all passes are the same");
            }
        }
    }

    /**
     * One network with dropout.
     *
     * @param passes the number of passes through it
     */
    record McDropout(int passes) implements DropoutPosterior {
        @Override
        public Method method() {
            return Method.MC_DROPOUT;
        }
    }

    /**
     * Several members, each with dropout.
     *
     * @param networks the number of members
     * @param passes the number of passes through each
     */
    record McDropoutEnsemble(int networks, int passes) implements DropoutPosterior {
        @Override
        public Method method() {
            return Method.MC_DROPOUT_ENSEMBLE;
        }
    }

    /**
     * One network with a Gaussian over every weight and bias of its dense layers, learnt by maximising the evidence
     * lower bound (Blundell et al. 2015). Each pass draws the weights. Convolutions, normalisation gains and category
     * embeddings stay plain numbers, and there is no dropout.
     *
     * @param passes the number of passes through the network
     * @param weightPrior the prior distribution of the weights
     */
    record BayesByBackprop(int passes, Prior weightPrior) implements Posterior {
        @Override
        public Method method() {
            return Method.BAYES_BY_BACKPROP;
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
            } else if (!(loss instanceof Loss.LogNormalNll)
                    && (!(loss instanceof DistributionLoss) || loss instanceof DistributionLoss.Quantile)) {
                throw new InvalidSettingException(
                        "training.loss.name",
                        loss.name(),
                        "a likelihood (a name that ends in -nll, cross-entropy or binary-cross-entropy) if"
                                + " ensemble.method is "
                                + name());
            }
            if (training.adversarial() != null) {
                throw new InvalidSettingException(
                        "training.adversarial.epsilon",
                        training.adversarial().epsilon(),
                        "left out, and training.adversarial null, " + likelihoodCondition());
            }
        }

        private void requireUnweighted(String setting, double value) {
            if (value != 0) {
                throw new InvalidSettingException("training.loss." + setting, value, "0 " + likelihoodCondition());
            }
        }

        private String likelihoodCondition() {
            return "if ensemble.method is " + name()
                    + ", because the evidence lower bound is defined by the likelihood of the rows themselves";
        }
    }
}
