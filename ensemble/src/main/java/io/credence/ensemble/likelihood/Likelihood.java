package io.credence.ensemble.likelihood;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.LabelKind;
import io.credence.ensemble.encoding.LabelSummary;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.predictive.Components;
import io.credence.ensemble.predictive.Prediction;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.loss.Loss;
import java.util.List;

/**
 * What a network predicts about a label: everything that depends on the kind of prediction. It is chosen by the loss
 * that the members are trained with, because the loss determines what their outputs mean.
 *
 * <p>An embedding predicts no label, so it has no likelihood.
 */
public sealed interface Likelihood permits NumericLikelihood, CategoricalLikelihood {
    /**
     * Returns the likelihood of a task's labels under a loss.
     *
     * @throws IllegalArgumentException if the task predicts no label
     */
    static Likelihood of(Task task, Loss loss) {
        return switch (task) {
            case REGRESSION -> NumericLikelihood.of(loss);
            case CLASSIFICATION -> new CategoricalLikelihood(loss);
            case EMBEDDING -> throw new IllegalArgumentException("an embedding predicts no label");
        };
    }

    /** Returns the likelihood of an encoded label under a loss. */
    static Likelihood of(LabelColumn label, Loss loss) {
        return label instanceof LabelColumn.Classes ? new CategoricalLikelihood(loss) : NumericLikelihood.of(loss);
    }

    /** Returns the loss that the members are trained with. */
    Loss loss();

    /** Returns what a label may be. */
    LabelKind labelKind();

    /**
     * Returns warnings about labels that this likelihood does not suit, one sentence each, with the loss to use
     * instead.
     */
    default List<String> advice(LabelSummary labels) {
        return List.of();
    }

    /** Returns the number of targets or classes, from which {@link Loss#outputs} derives a network's outputs. */
    int width(LabelColumn label);

    /** Returns the number of values that a component predicts for a row. */
    int outputs(LabelColumn label);

    /**
     * Returns whether the components predict means only, so that a variance must be stored beside a network's weights:
     * the mean squared error of its validation rows.
     */
    default boolean storesVariance() {
        return false;
    }

    /**
     * Adds the loss of each row to a network.
     *
     * @param prediction the result of {@link Loss#addPrediction}
     * @param target the encoded labels, {@code [batch, 1]}
     * @return {@code [batch, 1]}
     */
    default Node addLoss(Graph graph, Node prediction, Node target, LabelColumn label) {
        return loss().addTo(graph, prediction, target);
    }

    /** Returns the label that a shard's target encodes: a number in its own unit, or the index of a class. */
    double label(LabelColumn label, float target);

    /**
     * Returns a reader of predictions.
     *
     * @param components the number of components that it reads
     * @param calibration a calibration that fits {@link #spread}
     */
    PredictionReader reader(LabelColumn label, int components, Calibration calibration);

    /** Returns what a calibration may change. */
    Spread spread();

    /**
     * Adds one row to the likelihoods of the candidates of a calibration search.
     *
     * @param reader reads the row without calibration
     */
    void addTo(ScaleLikelihood sums, PredictionReader reader, Components chunk, int row, double label);

    /** Returns whether conformal regions can be based on a score. */
    boolean fits(ConformalScore score);

    /**
     * Returns empty scores for conformal regions.
     *
     * @param score one that {@link #fits}
     * @param coverage the requested coverage, strictly between 0 and 1
     */
    ConformalScores conformalScores(ConformalScore score, double coverage);

    /** Returns the metric of the size of a conformal region. */
    Metric regionSize();

    /** Returns an empty comparison of predictions with labels. */
    EvaluationAccumulator metrics(LabelColumn label);

    /**
     * Adds a prediction to the scores that separate rows outside the training distribution from rows inside it.
     *
     * @param outside whether the row comes from outside
     */
    void addTo(OutOfDistributionAccumulator scores, Prediction prediction, boolean outside);

    /** Returns the result for the kind of this likelihood. */
    <T> T match(Cases<T> cases);

    /** One result for each kind of prediction, for code that must tell them apart, such as a row's columns. */
    interface Cases<T> {
        /** Returns the result for predictions of a number. */
        T ofNumber(NumericLikelihood likelihood);

        /** Returns the result for predictions of a class. */
        T ofClass(CategoricalLikelihood likelihood);
    }
}
