package io.credence.kernels.loss;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import java.io.Serializable;
import java.util.List;

/** The objective that training minimises, selected by name. A component left out (null) takes its default. */
public sealed interface Loss extends Serializable
        permits Loss.GaussianNll,
                Loss.LogNormalNll,
                Loss.Mse,
                Loss.CrossEntropy,
                Loss.BinaryCrossEntropy,
                Loss.Focal,
                Loss.Contrastive,
                Loss.Triplet,
                DistributionLoss {
    /** Returns the word that selects this loss in a configuration. */
    default String name() {
        return KebabCase.ofClass(getClass());
    }

    /**
     * Returns the number of values that a network must output for each row.
     *
     * @param width the number of targets, classes or embedding dimensions
     * @throws InvalidSettingException if the loss does not support this number
     */
    default int outputs(int width) {
        return width;
    }

    /** Returns whether the outputs are an embedding of the row instead of values or logits. */
    default boolean embeds() {
        return false;
    }

    /**
     * Adds the conversion of the network's raw outputs into predictions. These are means, then variances for {@link
     * GaussianNll}, and the logits of both classes for {@link BinaryCrossEntropy}; otherwise the outputs themselves
     * (values, logits or embeddings).
     *
     * @param raw {@code [batch, outputs]}
     */
    default Node addPrediction(Graph graph, Node raw) {
        return raw;
    }

    /**
     * Adds the loss of each row.
     *
     * @param prediction the result of {@link #addPrediction}
     * @param target the targets {@code [batch, width]}, or the class of each row {@code [batch, 1]}
     * @return {@code [batch, 1]}
     * @throws io.credence.kernels.autograd.ShapeException if the shapes of prediction and target do not match
     */
    Node addTo(Graph graph, Node prediction, Node target);

    /**
     * Adds the score of validation rows, if that differs from the loss: a weighted loss may fall while predictions get
     * worse.
     *
     * @param loss the result of {@link #addTo}
     * @return {@code [batch, 1]}
     */
    default Node addValidation(Graph graph, Node prediction, Node target, Node loss) {
        return loss;
    }

    /**
     * Returns this loss with the settings filled in that follow from how finely the labels are measured.
     *
     * @param labelStep a number of which every label is a multiple, in units of the scaled label; 0 if none is known
     */
    default Loss forLabels(double labelStep) {
        return this;
    }

    /**
     * Returns whether the validation loss of a row is the negative logarithm of its likelihood, up to a constant. The
     * likelihood of a mixture then follows from the losses of its components.
     */
    default boolean isLikelihood() {
        return false;
    }

    /** Returns warnings about settings that are allowed but not recommended, one sentence each. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * Gaussian negative log-likelihood with a predicted mean and variance (Nix and Weigend 1994), the loss of
     * regression with uncertainty.
     *
     * @param beta weight exponent of beta-NLL (Seitzer et al. 2022), 0 to 1: every row is weighted by its predicted
     *     variance to this power, held constant; 0, the default, is the plain likelihood; 1 fits the mean like squared
     *     error
     * @param varianceFloor added to every predicted variance, above 0; default 1e-6 (in units of the scaled label)
     */
    record GaussianNll(Double beta, Double varianceFloor) implements Loss {
        /** @throws InvalidSettingException if a setting is out of range */
        public GaussianNll {
            beta = Range.between(0, 1).valueOr("beta", beta, 0.0);
            varianceFloor = Range.above(0).valueOr("varianceFloor", varianceFloor, 1e-6);
        }

        @Override
        public boolean isLikelihood() {
            return true;
        }

        @Override
        public int outputs(int width) {
            return 2 * width;
        }

        @Override
        public Node addPrediction(Graph graph, Node raw) {
            return graph.apply("prediction", new GaussianHead(varianceFloor.floatValue()), raw);
        }

        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            return graph.apply("loss", new GaussianNllLoss(beta.floatValue()), prediction, target);
        }

        /** Adds the plain likelihood, because a variance-weighted loss falls as predictions become more certain. */
        @Override
        public Node addValidation(Graph graph, Node prediction, Node target, Node loss) {
            return beta == 0 ? loss : graph.apply("loss.likelihood", new GaussianNllLoss(0), prediction, target);
        }
    }

    /**
     * Gaussian negative log-likelihood of the logarithm of a positive target, whose targets are standardised
     * logarithms: the target has a log-normal distribution.
     *
     * @param varianceFloor added to every predicted variance, above 0; default 1e-6 (in units of the scaled logarithm)
     */
    record LogNormalNll(Double varianceFloor) implements Loss {
        /** @throws InvalidSettingException if the floor is out of range */
        public LogNormalNll {
            varianceFloor = Range.above(0).valueOr("varianceFloor", varianceFloor, 1e-6);
        }

        @Override
        public boolean isLikelihood() {
            return true;
        }

        @Override
        public int outputs(int width) {
            return 2 * width;
        }

        @Override
        public Node addPrediction(Graph graph, Node raw) {
            return graph.apply("prediction", new GaussianHead(varianceFloor.floatValue()), raw);
        }

        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            return graph.apply("loss", new GaussianNllLoss(0), prediction, target);
        }
    }

    /**
     * Half the squared error, the likelihood of a Gaussian of constant variance (Bishop 2006, section 3.1.1). For
     * classes it is applied to probabilities. Its gradient then vanishes for saturated probabilities, even on a row
     * that is misclassified with confidence, so {@link CrossEntropy} is the better choice.
     */
    record Mse() implements Loss {
        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            int classes = prediction.shape().columns();
            if (classes == target.shape().columns()) {
                return graph.apply("loss", new SquaredError(), prediction, target);
            }
            Node probabilities = graph.apply("loss.probabilities", new Probabilities(), prediction);
            Node indicators = graph.apply("loss.indicators", new OneHot(classes), target);
            return graph.apply("loss", new SquaredError(), probabilities, indicators);
        }
    }

    /**
     * Cross-entropy of the labels with the softmax of the logits, one logit per class (Bishop 2006, section 4.3.4).
     *
     * @param labelSmoothing the fraction of a label's weight that is spread over all classes (Szegedy et al. 2016), at
     *     least 0 and below 1; default 0; a common choice is 0.1
     */
    record CrossEntropy(Double labelSmoothing) implements Loss {
        /** @throws InvalidSettingException if a setting is out of range */
        public CrossEntropy {
            labelSmoothing = LabelSmoothing.RANGE.valueOr("labelSmoothing", labelSmoothing, 0.0);
        }

        @Override
        public boolean isLikelihood() {
            return labelSmoothing == 0;
        }

        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            return graph.apply("loss", new SoftmaxCrossEntropy(labelSmoothing.floatValue()), prediction, target);
        }

        @Override
        public List<String> warnings() {
            return LabelSmoothing.warnings(labelSmoothing);
        }
    }

    /**
     * Cross-entropy of two classes on one logit z (Bishop 2006, section 4.3.2): -log sigmoid(z) of the second class,
     * -log (1 - sigmoid(z)) of the first. The network has one output, whose gradient is sigmoid(z) - y. Its prediction
     * is the pair of logits (0, z), whose {@link CrossEntropy} equals this loss.
     *
     * @param labelSmoothing as for {@link CrossEntropy}
     */
    record BinaryCrossEntropy(Double labelSmoothing) implements Loss {
        /** @throws InvalidSettingException if a setting is out of range */
        public BinaryCrossEntropy {
            labelSmoothing = LabelSmoothing.RANGE.valueOr("labelSmoothing", labelSmoothing, 0.0);
        }

        @Override
        public boolean isLikelihood() {
            return labelSmoothing == 0;
        }

        @Override
        public int outputs(int width) {
            if (width != 2) {
                throw new InvalidSettingException(
                        "name",
                        name(),
                        "cross-entropy when there are " + width
                                + " classes, because a single logit separates only two");
            }
            return 1;
        }

        @Override
        public Node addPrediction(Graph graph, Node raw) {
            return graph.apply("prediction", new BinaryLogits(), raw);
        }

        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            return new CrossEntropy(labelSmoothing).addTo(graph, prediction, target);
        }

        @Override
        public List<String> warnings() {
            return LabelSmoothing.warnings(labelSmoothing);
        }
    }

    /**
     * Focal loss (Lin et al. 2017): cross-entropy that gives less weight to rows that are already well classified.
     *
     * @param gamma exponent of the weight (1 - p)^gamma, at least 0; default 2; 0 is cross-entropy
     * @param alpha one weight per class in the order of the labels, each above 0; default none: every class has weight
     *     1
     * @param labelSmoothing as for {@link CrossEntropy}
     */
    record Focal(Double gamma, List<Double> alpha, Double labelSmoothing) implements Loss {
        /** @throws InvalidSettingException if a setting is out of range */
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

        /**
         * {@inheritDoc}
         *
         * @throws InvalidSettingException if the number of weights is neither 0 nor the number of classes
         */
        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            int classes = prediction.shape().columns();
            if (!alpha.isEmpty() && alpha.size() != classes) {
                throw new InvalidSettingException(
                        "alpha", alpha, "one number for each of the " + classes + " classes, or none");
            }
            return graph.apply(
                    "loss",
                    new SoftmaxFocal(gamma.floatValue(), alpha, labelSmoothing.floatValue()),
                    prediction,
                    target);
        }

        @Override
        public List<String> warnings() {
            return LabelSmoothing.warnings(labelSmoothing);
        }
    }

    /**
     * Contrastive loss over the pairs of a batch (Hadsell et al. 2006): pairs of the same class attract, others repel
     * up to the margin.
     *
     * @param margin the distance beyond which rows of different classes no longer repel, above 0; default 1
     */
    record Contrastive(Double margin) implements Loss {
        /** @throws InvalidSettingException if a setting is out of range */
        public Contrastive {
            margin = Range.above(0).valueOr("margin", margin, 1.0);
        }

        @Override
        public boolean embeds() {
            return true;
        }

        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            return graph.apply("loss", new ContrastiveLoss(margin.floatValue()), prediction, target);
        }
    }

    /**
     * Triplet loss over the triples of a batch (Schroff et al. 2015): every row should be nearer to rows of its own
     * class than to other rows, by at least the margin.
     *
     * @param margin the required difference of distances, above 0; default 1
     * @param mining the triples of the batch to select; default semi-hard
     */
    record Triplet(Double margin, TripletMining mining) implements Loss {
        /** @throws InvalidSettingException if a setting is out of range */
        public Triplet {
            margin = Range.above(0).valueOr("margin", margin, 1.0);
            mining = mining == null ? TripletMining.SEMI_HARD : mining;
        }

        @Override
        public boolean embeds() {
            return true;
        }

        @Override
        public Node addTo(Graph graph, Node prediction, Node target) {
            return graph.apply("loss", new TripletLoss(margin.floatValue(), mining), prediction, target);
        }
    }
}
