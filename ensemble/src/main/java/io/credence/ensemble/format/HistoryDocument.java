package io.credence.ensemble.format;

import static java.util.Objects.requireNonNull;

import io.credence.ensemble.member.MemberHistory;
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
    record Epoch(String trainLoss, String validationLoss, String gradientNorm) {
        Epoch {
            requireNonNull(trainLoss);
            requireNonNull(validationLoss);
            requireNonNull(gradientNorm);
        }
    }

    record Layer(String name, String firstGradient, String lastGradient, String deadUnits) {
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
                                Double.toString(epoch.gradientNorm())))
                        .toList(),
                layers.stream()
                        .map(layer -> new Layer(
                                layer.name(),
                                Double.toString(layer.firstGradient()),
                                Double.toString(layer.lastGradient()),
                                layer.deadUnits() == null ? null : Double.toString(layer.deadUnits())))
                        .toList(),
                Double.toString(seconds),
                Double.toString(exchangeSeconds));
    }

    /** @throws NumberFormatException if a text is no number */
    List<MemberHistory.Epoch> memberEpochs() {
        return epochs.stream()
                .map(epoch -> new MemberHistory.Epoch(
                        Double.parseDouble(epoch.trainLoss()),
                        Double.parseDouble(epoch.validationLoss()),
                        Double.parseDouble(epoch.gradientNorm())))
                .toList();
    }

    /** @throws NumberFormatException if a text is no number */
    List<MemberHistory.Layer> memberLayers() {
        return layers.stream()
                .map(layer -> new MemberHistory.Layer(
                        layer.name(),
                        Double.parseDouble(layer.firstGradient()),
                        Double.parseDouble(layer.lastGradient()),
                        layer.deadUnits() == null ? null : Double.valueOf(layer.deadUnits())))
                .toList();
    }
}
