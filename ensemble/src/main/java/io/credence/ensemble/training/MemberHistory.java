package io.credence.ensemble.training;

import java.io.Serializable;
import java.util.List;

/**
 * How one member's training went.
 *
 * @param epochs first to last
 * @param bestEpoch the epoch, from 0, whose weights were kept
 * @param steps how many steps were taken
 * @param seconds the time they took, validation included
 * @param exchangeSeconds the part of it that was spent waiting for the gradients of other tasks
 * @param layers the health of each layer, from the inputs to the outputs
 */
public record MemberHistory(
        List<Epoch> epochs, int bestEpoch, long steps, double seconds, double exchangeSeconds, List<Layer> layers)
        implements Serializable {
    /**
     * One pass over the training rows.
     *
     * @param trainLoss the mean over the rows, each as its step began
     * @param validationLoss the mean over the validation rows after the epoch; NaN without such rows
     * @param gradientNorm the global norm of the gradient, before clipping, in the epoch's last step in which the first slice was full: the
     *     gradient of the batch or, with local steps, that of the first slice, NaN in tasks that do not carry it
     * @param divergence of the weights from their prior in the same step; null where weights are numbers, and in tasks that do not carry the
     *     first slice
     */
    public record Epoch(double trainLoss, double validationLoss, double gradientNorm, Divergence divergence)
            implements Serializable {}

    /**
     * How far all weights' distributions are from their prior. With the mean loss it is what is minimised: {@code trainLoss + weight * nats}, minus
     * the evidence lower bound by row.
     *
     * @param nats KL(q || p), summed over all weights; of a scale mixture estimated from the step's draw
     * @param weight 1 / training rows
     */
    public record Divergence(double nats, double weight) implements Serializable {}

    /**
     * One layer with weights (requirement C3).
     *
     * @param name such as {@code hidden.0}
     * @param firstGradient the norm of its gradient in the first epoch, in the step that {@link Epoch#gradientNorm} is of
     * @param lastGradient the same in the last epoch
     * @param deadUnits the share of its units that were 0 on every row of the first slice in that step; null where units cannot die, where
     *     that slice had fewer than 32 rows, and in tasks that do not carry it
     * @param divergence of its weights from their prior in that step, in nats; null where weights are numbers, and in tasks that do not carry
     *     the first slice
     */
    public record Layer(String name, double firstGradient, double lastGradient, Double deadUnits, Double divergence)
            implements Serializable {}

    public MemberHistory {
        layers = List.copyOf(layers);
        epochs = List.copyOf(epochs);
    }
}
