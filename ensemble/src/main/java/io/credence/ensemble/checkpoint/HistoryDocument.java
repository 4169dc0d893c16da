package io.credence.ensemble.checkpoint;

import static java.util.Objects.requireNonNull;

import io.credence.ensemble.training.MemberHistory;
import java.util.List;

/**
 * What a training has seen, as files keep it. Doubles are texts, from which Java reads the same bits again: they may be infinite or NaN,
 * for which JSON has no numbers.
 *
 * @param epochs first to last
 * @param layers from the inputs to the outputs
 * @param seconds the time spent
 * @param exchangeSeconds the part of it that was spent waiting for other tasks
 */
record HistoryDocument(List<Epoch> epochs, List<Layer> layers, String seconds, String exchangeSeconds) {
    record Epoch(
            String trainLoss, String validationLoss, String gradientNorm, String divergence, String divergenceWeight) {
        Epoch {
            requireNonNull(trainLoss);
            requireNonNull(validationLoss);
            requireNonNull(gradientNorm);
            if (divergence != null) {
                requireNonNull(divergenceWeight);
            }
        }
    }

    record Layer(String name, String firstGradient, String lastGradient, String deadUnits, String divergence) {
        Layer {
            requireNonNull(name);
            requireNonNull(firstGradient);
            requireNonNull(lastGradient);
        }
    }

    HistoryDocument {
        requireNonNull(seconds);
        requireNonNull(exchangeSeconds);
        epochs = List.copyOf(epochs);
        layers = List.copyOf(layers);
    }

    static HistoryDocument of(
            List<MemberHistory.Epoch> epochs,
            List<MemberHistory.Layer> layers,
            double seconds,
            double exchangeSeconds) {
        return new HistoryDocument(
                epochs.stream()
                        .map(epoch -> new Epoch(
                                Double.toString(epoch.trainLoss()),
                                Double.toString(epoch.validationLoss()),
                                Double.toString(epoch.gradientNorm()),
                                epoch.divergence() == null
                                        ? null
                                        : text(epoch.divergence().nats()),
                                epoch.divergence() == null
                                        ? null
                                        : text(epoch.divergence().weight())))
                        .toList(),
                layers.stream()
                        .map(layer -> new Layer(
                                layer.name(),
                                Double.toString(layer.firstGradient()),
                                Double.toString(layer.lastGradient()),
                                text(layer.deadUnits()),
                                text(layer.divergence())))
                        .toList(),
                Double.toString(seconds),
                Double.toString(exchangeSeconds));
    }

    private static String text(Double value) {
        return value == null ? null : Double.toString(value);
    }

    private static Double number(String text) {
        return text == null ? null : Double.valueOf(text);
    }

    /** @throws NumberFormatException if a text is no number */
    List<MemberHistory.Epoch> memberEpochs() {
        return epochs.stream()
                .map(epoch -> new MemberHistory.Epoch(
                        Double.parseDouble(epoch.trainLoss()),
                        Double.parseDouble(epoch.validationLoss()),
                        Double.parseDouble(epoch.gradientNorm()),
                        epoch.divergence() == null
                                ? null
                                : new MemberHistory.Divergence(
                                        Double.parseDouble(epoch.divergence()),
                                        Double.parseDouble(epoch.divergenceWeight()))))
                .toList();
    }

    /** @throws NumberFormatException if a text is no number */
    List<MemberHistory.Layer> memberLayers() {
        return layers.stream()
                .map(layer -> new MemberHistory.Layer(
                        layer.name(),
                        Double.parseDouble(layer.firstGradient()),
                        Double.parseDouble(layer.lastGradient()),
                        number(layer.deadUnits()),
                        number(layer.divergence())))
                .toList();
    }
}
