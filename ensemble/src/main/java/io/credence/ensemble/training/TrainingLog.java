package io.credence.ensemble.training;

import io.credence.kernels.plan.TrainingHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The record of a training run in progress: its epochs, the best epoch, and the health of its layers. */
final class TrainingLog {
    private final List<MemberHistory.Epoch> epochs = new ArrayList<>();
    private List<MemberHistory.LayerHealth> layers = List.of();
    private TrainingState.Best best;
    private double lossSum;

    /** Restores the record of an interrupted training run. */
    void restore(TrainingState state) {
        epochs.addAll(state.epochs());
        layers = state.layers();
        best = state.best();
        lossSum = state.lossSum();
    }

    /** Returns the finished epochs. */
    List<MemberHistory.Epoch> epochs() {
        return epochs;
    }

    List<MemberHistory.LayerHealth> layers() {
        return layers;
    }

    /** Returns the best epoch so far; null without early stopping and in the first epoch. */
    TrainingState.Best best() {
        return best;
    }

    /** Returns the sum of the losses of the current epoch. */
    double lossSum() {
        return lossSum;
    }

    /** Returns the global norm of the gradient at the last inspection; NaN before the first. */
    double gradientNorm() {
        return layers.isEmpty()
                ? Double.NaN
                : Math.sqrt(layers.stream()
                        .mapToDouble(layer -> layer.lastGradient() * layer.lastGradient())
                        .sum());
    }

    private MemberHistory.Divergence divergence(long rows) {
        List<Double> parts = layers.stream()
                .map(MemberHistory.LayerHealth::divergence)
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

    /** Records the health of the layers. It is called once per epoch, so its cost is negligible. */
    void inspect(TrainingHealth health) {
        List<MemberHistory.LayerHealth> previous = layers;
        List<MemberHistory.LayerHealth> current = new ArrayList<>();
        health.gradientNorms().forEach((name, norm) -> {
            double first =
                    previous.isEmpty() ? norm : previous.get(current.size()).firstGradient();
            current.add(new MemberHistory.LayerHealth(
                    name,
                    first,
                    norm,
                    health.deadUnits().get(name),
                    health.penalties().get(name)));
        });
        layers = List.copyOf(current);
    }

    void endEpoch(long rows, double validationLoss) {
        epochs.add(new MemberHistory.Epoch(lossSum / rows, validationLoss, gradientNorm(), divergence(rows)));
        lossSum = 0;
    }

    /** Copies the weights if the epoch that has just ended is the best so far. */
    void rememberIfBest(float[] parameters) {
        int epoch = epochs.size() - 1;
        double loss = epochs.get(epoch).validationLoss();
        if (best == null || loss < best.loss()) {
            best = new TrainingState.Best(epoch, loss, parameters.clone());
        }
    }
}
