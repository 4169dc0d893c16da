package io.credence.ensemble.training;

import io.credence.kernels.plan.TrainingHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a training under way has seen so far: its epochs, the best of them, and the health of its layers. */
final class TrainingLog {
    private final List<MemberHistory.Epoch> epochs = new ArrayList<>();
    private List<MemberHistory.Layer> layers = List.of();
    private TrainingState.Best best;
    private double lossSum;

    /** Takes over what an interrupted training had seen. */
    void restore(TrainingState state) {
        epochs.addAll(state.epochs());
        layers = state.layers();
        best = state.best();
        lossSum = state.lossSum();
    }

    /** The finished epochs. */
    List<MemberHistory.Epoch> epochs() {
        return epochs;
    }

    List<MemberHistory.Layer> layers() {
        return layers;
    }

    /** The weights that early stopping would go back to; null if there are none. */
    TrainingState.Best best() {
        return best;
    }

    /** The sum of the losses of the epoch under way. */
    double lossSum() {
        return lossSum;
    }

    /** The global norm of the gradient when it was last looked at; NaN before. */
    double gradientNorm() {
        return layers.isEmpty()
                ? Double.NaN
                : Math.sqrt(layers.stream()
                        .mapToDouble(layer -> layer.lastGradient() * layer.lastGradient())
                        .sum());
    }

    private MemberHistory.Divergence divergence(long rows) {
        List<Double> parts = layers.stream()
                .map(MemberHistory.Layer::divergence)
                .filter(Objects::nonNull)
                .toList();
        return parts.isEmpty()
                ? null
                : new MemberHistory.Divergence(
                        parts.stream().mapToDouble(Double::doubleValue).sum(), 1.0 / rows);
    }

    void addLoss(double loss) {
        lossSum += loss;
    }

    /** Looks at the layers; once an epoch, so that it costs next to nothing. */
    void inspect(TrainingHealth health) {
        List<MemberHistory.Layer> before = layers;
        List<MemberHistory.Layer> now = new ArrayList<>();
        health.gradientNorms().forEach((name, norm) -> {
            double first = before.isEmpty() ? norm : before.get(now.size()).firstGradient();
            now.add(new MemberHistory.Layer(
                    name,
                    first,
                    norm,
                    health.deadUnits().get(name),
                    health.penalties().get(name)));
        });
        layers = List.copyOf(now);
    }

    void endEpoch(long rows, double validationLoss) {
        epochs.add(new MemberHistory.Epoch(lossSum / rows, validationLoss, gradientNorm(), divergence(rows)));
        lossSum = 0;
    }

    /** Keeps the weights of the epoch that has just ended if it is the best so far. */
    void rememberIfBest(float[] parameters) {
        int epoch = epochs.size() - 1;
        double loss = epochs.get(epoch).validationLoss();
        if (best == null || loss < best.loss()) {
            best = new TrainingState.Best(epoch, loss, parameters.clone());
        }
    }
}
