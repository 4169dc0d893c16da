package io.credence.driver.cli;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.model.ModelDescription;
import io.credence.ensemble.model.Provenance;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.layer.Normalization;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the description of a model as text. */
final class ModelDescriptionPrinter {
    private static final String LINE = "%-13s%s%n";
    private static final int MAX_LISTED = 20;

    private final ModelDescription model;

    ModelDescriptionPrinter(ModelDescription model) {
        this.model = model;
    }

    void print(PrintWriter out) {
        Encoding encoding = model.encoding();
        out.printf(LINE, "task", ConsoleText.of(model.task()) + " of " + label(encoding.label()));
        out.printf(LINE, "method", method(model.ensemble()));
        out.printf(LINE, "network", network(model.network(), encoding));
        out.printf(LINE, "training", training(model.training()));
        out.printf(LINE, "calibration", ConsoleText.of(model.calibration()));
        if (model.conformal() != null) {
            out.printf(LINE, "conformal", ConsoleText.of(model.conformal()));
        }
        provenance(model.provenance(), out);
        out.printf(
                LINE, "features", encoding.features().size() + " columns, encoded as " + encoding.width() + " numbers");
        encoding.features().stream()
                .limit(MAX_LISTED)
                .forEach(feature -> out.printf("  %s: %s%n", feature.name(), feature(feature)));
        if (encoding.features().size() > MAX_LISTED) {
            out.printf("  and %d more; see --json%n", encoding.features().size() - MAX_LISTED);
        }
    }

    private static String label(LabelColumn label) {
        if (label instanceof LabelColumn.Classes classes) {
            return label.name() + ", one of " + listed(classes.labels());
        }
        return label.name();
    }

    private static String method(EnsembleSpec ensemble) {
        Posterior posterior = ensemble.posterior();
        String networks = ConsoleText.count(posterior.networks(), "network");
        String passes = posterior.passes() == 1 ? "" : ", " + posterior.passes() + " passes each";
        return posterior.title() + ", " + networks + passes;
    }

    private static String network(NetworkSpec network, Encoding encoding) {
        List<String> parts = new ArrayList<>();
        parts.add(encoding.width() + " inputs");
        if (!(network.numericEmbedding() instanceof NumericEmbedding.None)) {
            NumericEmbedding numbers = network.numericEmbedding();
            parts.add("numbers " + numbers.name() + " [" + numbers.width() + "]");
        }
        if (!network.convolutions().isEmpty()) {
            parts.add(network.convolutions().size() + " convolutions");
        }
        parts.add("hidden " + network.hidden() + " " + ConsoleText.of(network.activation()));
        if (network.normalization() != Normalization.NONE) {
            parts.add(ConsoleText.of(network.normalization()) + " normalization");
        }
        if (network.residual()) {
            parts.add("residual");
        }
        if (network.dropout() > 0) {
            parts.add("dropout " + network.dropout());
        }
        return String.join(", ", parts);
    }

    private static String training(TrainingSpec training) {
        return training.loss().name() + " by " + training.optimizer().name() + ", at most " + training.epochs()
                + " epochs of batches of " + training.batchSize();
    }

    private static void provenance(Provenance provenance, PrintWriter out) {
        out.printf(LINE, "trained", provenance.created() + ", seed " + provenance.seed());
        out.printf(LINE, "rows", entries(provenance.rows()));
        out.printf(LINE, "data", "fingerprint " + provenance.dataFingerprint());
        out.printf(LINE, "versions", entries(provenance.versions()));
    }

    private static String feature(FeatureColumn feature) {
        if (feature instanceof FeatureColumn.Numeric numeric) {
            return "number, " + scaling(numeric.scaling()) + (numeric.missing().isLearned() ? ", may be missing" : "");
        } else if (feature instanceof FeatureColumn.Categorical categorical) {
            return "one of " + listed(categorical.categories())
                    + (categorical.missingCategory() ? ", may be missing" : "");
        }
        if (feature instanceof FeatureColumn.Indexed indexed) {
            return "one of " + listed(indexed.categories()) + ", as a learned embedding"
                    + (indexed.missingCategory() ? ", may be missing" : "");
        }
        if (feature instanceof FeatureColumn.Temporal temporal) {
            return "time on the clock of " + temporal.timeZone()
                    + temporal.parts().stream()
                            .map(part -> ", " + ConsoleText.of(part))
                            .collect(Collectors.joining())
                    + (temporal.missing().isLearned() ? ", may be missing" : "");
        }
        return "vector of " + feature.width() + " numbers";
    }

    private static String scaling(NumberScaling scaling) {
        if (scaling instanceof NumberScaling.Standard standard) {
            return "mean " + ConsoleText.number(standard.mean()) + ", scale " + ConsoleText.number(standard.scale());
        }
        if (scaling instanceof NumberScaling.Robust robust) {
            return "median " + ConsoleText.number(robust.median()) + ", scale " + ConsoleText.number(robust.scale())
                    + ", clipped";
        }
        return "scaled by " + ((NumberScaling.Quantile) scaling).values().length + " quantiles";
    }

    private static String listed(List<String> words) {
        String first = words.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return words.size() > MAX_LISTED ? first + " and " + (words.size() - MAX_LISTED) + " more" : first;
    }

    private static String entries(Map<String, ?> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
