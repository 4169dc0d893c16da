package io.credence.ensemble.training;

import java.io.Serializable;
import java.util.List;

/**
 * The history of one member's training.
 *
 * @param epochs the epochs, first to last
 * @param bestEpoch the epoch, from 0, whose weights were kept
 * @param steps the number of steps
 * @param seconds the time that training took, including validation
 * @param exchangeSeconds the part of that time spent waiting for other tasks
 * @param layers the health of each layer, from the inputs to the outputs
 */
public record MemberHistory(
        List<Epoch> epochs, int bestEpoch, long steps, double seconds, double exchangeSeconds, List<LayerHealth> layers)
        implements Serializable {
    /**
     * One pass over the training rows.
     *
     * @param trainLoss the mean loss of the training rows, each computed before its step
     * @param validationLoss the mean loss of the validation rows after the epoch; NaN if there are none
     * @param gradientNorm the global norm of the gradient, before clipping, in the epoch's inspected step: its last
     *     step in which the first slice is full. With local steps it is the gradient of the first slice, and NaN in
     *     tasks that do not carry that slice
     * @param divergence the divergence of the weights from their prior in the same step; null if weights are plain
     *     numbers, and in tasks that do not carry the first slice
     */
    public record Epoch(double trainLoss, double validationLoss, double gradientNorm, Divergence divergence)
            implements Serializable {}

    /**
     * The divergence of all weights' distributions from their prior. Training minimises
     * {@code trainLoss + weight * nats}, the negative evidence lower bound per row.
     *
     * @param nats KL(q || p), summed over all weights; for a scale mixture it is estimated from the step's draw
     * @param weight 1 / training rows
     */
    public record Divergence(double nats, double weight) implements Serializable {}

    /**
     * The health of one layer with weights.
     *
     * @param name such as {@code hidden.0}
     * @param firstGradient the norm of its gradient in the first epoch's inspected step, see
     *     {@link Epoch#gradientNorm}
     * @param lastGradient the same in the last epoch
     * @param deadUnits the fraction of its units that were 0 on every row of the first slice in that step; null if
     *     units cannot die, if that slice had fewer than 32 rows, and in tasks that do not carry it
     * @param divergence the divergence of its weights from their prior in that step, in nats; null if weights are
     *     plain numbers, and in tasks that do not carry the first slice
     */
    public record LayerHealth(
            String name, double firstGradient, double lastGradient, Double deadUnits, Double divergence)
            implements Serializable {}

    public MemberHistory {
        layers = List.copyOf(layers);
        epochs = List.copyOf(epochs);
    }
}
