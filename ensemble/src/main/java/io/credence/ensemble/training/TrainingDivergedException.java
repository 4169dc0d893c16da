package io.credence.ensemble.training;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Thrown if a member's training loss, validation loss or weights become NaN or infinite. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TrainingDivergedException(String message) {
        super(message);
    }

    /**
     * Returns an exception that describes the divergence.
     *
     * @param member the member's index
     * @param epoch from 0
     * @param step from 0, over all epochs
     * @param what the event, such as {@code the loss became NaN}
     * @param lastNorms the norm of each layer's gradient in the last step; empty in tasks that do not have it
     * @param layers the layers at their last inspection; empty if there was none
     */
    static TrainingDivergedException of(
            int member,
            int epoch,
            long step,
            String what,
            Map<String, Double> lastNorms,
            List<MemberHistory.LayerHealth> layers) {
        String last = lastNorms.entrySet().stream()
                .map(layer -> layer.getKey() + " " + layer.getValue())
                .collect(Collectors.joining(", "));
        String before = layers.stream()
                .map(layer -> layer.name() + " " + layer.lastGradient())
                .collect(Collectors.joining(", "));
        return new TrainingDivergedException("member " + member + " diverged in epoch " + (epoch + 1) + ", step " + step
                + ": " + what
                + (last.isEmpty() ? "" : "; the layers' gradient norms in that step: " + last)
                + (before.isEmpty() ? "" : "; at the last inspection: " + before)
                + ". Try a lower training.optimizer.learningRate, training.gradientClip: 1, or a warm-up, and check"
                + " the rows for outliers");
    }
}
