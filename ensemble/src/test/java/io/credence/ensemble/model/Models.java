package io.credence.ensemble.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small model for tests. */
final class Models {
    static final int MEMBERS = 12;

    static final List<TensorInfo> PARAMETERS = List.of(
            new TensorInfo("hidden.0.weight", List.of(3, 4)),
            new TensorInfo("hidden.0.bias", List.of(4)),
            new TensorInfo("output.weight", List.of(4, 2)),
            new TensorInfo("output.bias", List.of(2)));

    private Models() {}

    static float[] member(int member) {
        float[] weights = new float[26];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (member * 100 + i) / 7f;
        }
        return weights;
    }

    static ModelDescription description(double mean) {
        return new ModelDescription(
                Task.CLASSIFICATION,
                new NetworkSpec(List.of(4), null, null, null, null, null, null, null, null, null),
                new EnsembleSpec(null, MEMBERS, null, null, null),
                new TrainingSpec(null, null, null, null, null, null, null, null, null, null, null, null, null)
                        .resolvedFor(Task.CLASSIFICATION),
                new Encoding(
                        List.of(
                                new FeatureColumn.Numeric("größe <b>", mean, 2.5, true),
                                new FeatureColumn.Categorical("origin", List.of("usa", "日本"), false)),
                        new LabelColumn.Classes("species", List.of("Adelie", "Gentoo"))),
                new Calibration.Temperature(1.25),
                new Conformal.LabelSet(0.9, LabelScore.ADAPTIVE, -0.125),
                new Provenance(
                        "2026-11-23T15:00:00Z",
                        JsonNodeFactory.instance.objectNode().put("task", "classification"),
                        "5e1f",
                        new TreeMap<>(Map.of("train", 100L)),
                        new TreeMap<>(Map.of("credence", "0.1.0")),
                        1));
    }

    static MemoryFiles written() throws IOException {
        MemoryFiles files = new MemoryFiles();
        ModelDirectory.write(files, description(0.1), PARAMETERS, Models::member);
        return files;
    }
}
