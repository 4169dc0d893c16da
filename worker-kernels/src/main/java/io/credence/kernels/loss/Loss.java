package io.credence.kernels.loss;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.util.List;

/** What training minimises, chosen by name (requirements B1 to B7). A component left out (null) takes its default. */
public sealed interface Loss {
    /** The name that a configuration selects the loss by. */
    String name();

    /** Settings that are allowed but rarely wise, one sentence each. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * Gaussian negative log-likelihood with a predicted mean and variance (Nix and Weigend 1994), the loss of regression with
     * uncertainty.
     *
     * @param beta weight exponent of beta-NLL (Seitzer et al. 2022), 0 to 1: every row is weighted by its variance to this power,
     *     held constant; 0, the default, is the plain likelihood, 1 fits the mean as squared error does
     * @param varianceFloor added to every predicted variance, above 0; default 1e-6 (in the scaled label's unit)
     */
    record GaussianNll(Double beta, Double varianceFloor) implements Loss {
        public GaussianNll {
            beta = Range.between(0, 1).valueOr("beta", beta, 0.0);
            varianceFloor = Range.above(0).valueOr("varianceFloor", varianceFloor, 1e-6);
        }

        @Override
        public String name() {
            return "gaussian-nll";
        }
    }

    /**
     * Half the squared error. For classes it is applied to probabilities; its gradient then vanishes where the sigmoid
     * saturates, even on a row that is classified wrongly with certainty, so {@link CrossEntropy} is the better choice.
     */
    record Mse() implements Loss {
        @Override
        public String name() {
            return "mse";
        }
    }

    /**
     * Cross-entropy of the labels with the softmax of the logits.
     *
     * @param labelSmoothing the share of a label's weight that is spread over all classes (Szegedy et al. 2016), at least 0 and
     *     below 1; default 0, and 0.1 is the usual choice where smoothing is wanted
     */
    record CrossEntropy(Double labelSmoothing) implements Loss {
        public CrossEntropy {
            labelSmoothing = LabelSmoothing.RANGE.valueOr("labelSmoothing", labelSmoothing, 0.0);
        }

        @Override
        public String name() {
            return "cross-entropy";
        }

        @Override
        public List<String> warnings() {
            return LabelSmoothing.warnings(labelSmoothing);
        }
    }

    /**
     * Focal loss (Lin et al. 2017): cross-entropy that gives less weight to rows already classified well.
     *
     * @param gamma exponent of the weight (1 - p)^gamma, at least 0; default 2; 0 is cross-entropy
     * @param alpha one weight per class in the order of the labels, each above 0; default none, every class weighs 1
     * @param labelSmoothing as for {@link CrossEntropy}
     */
    record Focal(Double gamma, List<Double> alpha, Double labelSmoothing) implements Loss {
        public Focal {
            gamma = Range.atLeast(0).valueOr("gamma", gamma, 2.0);
            alpha = alpha == null ? List.of() : List.copyOf(alpha);
            for (double weight : alpha) {
                if (!Range.above(0).contains(weight)) {
                    throw new InvalidSettingException("alpha", alpha, "one number above 0 per class");
                }
            }
            labelSmoothing = LabelSmoothing.RANGE.valueOr("labelSmoothing", labelSmoothing, 0.0);
        }

        @Override
        public String name() {
            return "focal";
        }

        @Override
        public List<String> warnings() {
            return LabelSmoothing.warnings(labelSmoothing);
        }
    }

    /**
     * Contrastive loss over the pairs of a batch (Hadsell et al. 2006): pairs of one class are drawn together, others pushed
     * apart up to the margin.
     *
     * @param margin the distance beyond which two classes no longer repel, above 0; default 1
     */
    record Contrastive(Double margin) implements Loss {
        public Contrastive {
            margin = Range.above(0).valueOr("margin", margin, 1.0);
        }

        @Override
        public String name() {
            return "contrastive";
        }
    }

    /**
     * Triplet loss over the triples of a batch (Schroff et al. 2015): a row is to be nearer to rows of its own class than to
     * others, by the margin.
     *
     * @param margin how much nearer, above 0; default 1
     * @param mining which triples of the batch count; default semi-hard
     */
    record Triplet(Double margin, Mining mining) implements Loss {
        public Triplet {
            margin = Range.above(0).valueOr("margin", margin, 1.0);
            mining = mining == null ? Mining.SEMI_HARD : mining;
        }

        @Override
        public String name() {
            return "triplet";
        }
    }
}
