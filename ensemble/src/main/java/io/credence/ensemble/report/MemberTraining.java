package io.credence.ensemble.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How one member's training went.
 *
 * @param member its number, from 0
 * @param epochs first to last
 * @param bestEpoch the epoch, from 0, whose weights were kept
 * @param steps how many steps were taken
 * @param seconds the time they took
 * @param layers the health of each layer, from the inputs to the outputs; empty if it was not recorded
 */
public record MemberTraining(
        int member, List<Epoch> epochs, int bestEpoch, long steps, double seconds, List<Layer> layers) {
    /** A first layer that learns this much slower than the last has lost its gradient on the way. */
    private static final double VANISHED = 1e-3;

    private static final double MANY_DEAD = 0.5;

    public MemberTraining {
        epochs = List.copyOf(epochs);
        layers = List.copyOf(layers);
    }

    /**
     * One pass over the training rows.
     *
     * @param trainLoss the mean over the training rows
     * @param validationLoss the mean over the validation rows after the epoch; NaN without such rows
     * @param gradientNorm the global norm of the gradient of the epoch's last step, before clipping
     * @param divergence of the weights from their prior, which training minimises beside the loss; null where weights are numbers
     */
    public record Epoch(double trainLoss, double validationLoss, double gradientNorm, Divergence divergence) {}

    /**
     * How far the weights' distributions are from their prior.
     *
     * @param nats KL(q || p) of all weights
     * @param weight what it is multiplied by beside the mean loss: 1 / training rows
     */
    public record Divergence(double nats, double weight) {}

    /**
     * One layer with weights.
     *
     * @param name such as {@code hidden.0}
     * @param firstGradient the norm of its gradient in the first epoch
     * @param lastGradient the same in the last epoch
     * @param deadUnits the share of its units, or channels, that were 0 on every row of the last epoch's step that was looked at; null where units
     *     cannot die, and where that step had too few rows to tell
     */
    public record Layer(String name, double firstGradient, double lastGradient, Double deadUnits) {}

    /** Gradients that vanish, in the first epoch or in the last, and units that died, one sentence each, with what helps (requirement C3). */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (layers.size() > 1) {
            Layer first = layers.get(0);
            Layer last = layers.get(layers.size() - 1);
            double ratio = Math.min(
                    share(first.firstGradient(), last.firstGradient()),
                    share(first.lastGradient(), last.lastGradient()));
            if (ratio < VANISHED) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "The gradient vanishes on its way through member %d: in %s it is %.1e times that in %s. Residual blocks,"
                                + " normalisation, or an activation of the ReLU family help.",
                        member,
                        first.name(),
                        ratio,
                        last.name()));
            }
        }
        for (Layer layer : layers) {
            if (layer.deadUnits() != null && layer.deadUnits() > MANY_DEAD) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%.0f %% of the units of %s in member %d are dead: in the last step that was looked at they were 0 on"
                                + " every row. A lower learning rate or leaky-relu helps.",
                        100 * layer.deadUnits(),
                        layer.name(),
                        member));
            }
        }
        return warnings;
    }

    /** 1 where nothing has a gradient, as after a perfect fit. */
    private static double share(double gradient, double ofLastLayer) {
        return ofLastLayer == 0 ? 1 : gradient / ofLastLayer;
    }
}
