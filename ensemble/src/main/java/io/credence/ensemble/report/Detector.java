package io.credence.ensemble.report;

import io.credence.ensemble.metric.Separation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * How the page speaks of a score that tells rows of another distribution apart.
 *
 * @param title its name for people
 * @param meaning one sentence
 */
record Detector(String title, String meaning) {
    private static final Map<String, Detector> KNOWN = Map.of(
            "total", new Detector("Total", "The uncertainty of the prediction, both parts."),
            "aleatoric", new Detector("Aleatoric", "The mean of the components' own uncertainties."),
            "epistemic", new Detector("Epistemic", "How far the components disagree: what the model does not know."),
            "maximumProbability", new Detector("Maximum probability", "Of the components' mean, taken from 1."),
            "disagreement", new Detector("Disagreement", "Share of pairs of components that vote differently."),
            "pairwiseDivergence", new Detector("Pairwise divergence", "Of one component from another, on average."),
            "componentEntropy", new Detector("One component's entropy", "What a single network's softmax says."),
            "componentMaximumProbability",
                    new Detector("One component's maximum probability", "What a single network's softmax says."),
            "componentVariance", new Detector("One component's variance", "What a single network predicts."));

    static Detector of(String name) {
        return KNOWN.getOrDefault(name, new Detector(Text.words(name), ""));
    }

    static List<String> cells(Separation separation) {
        return List.of(
                Text.number(separation.auroc()) + " (" + Text.number(separation.aurocLower()) + " to "
                        + Text.number(separation.aurocUpper()) + ")",
                Text.number(separation.aupr()),
                Text.percent(separation.fpr95()));
    }

    static String comparison(SortedMap<String, Separation> scores) {
        Separation epistemic = scores.get("epistemic");
        Separation single = Stream.of("componentEntropy", "componentMaximumProbability", "componentVariance")
                .filter(scores::containsKey)
                .map(scores::get)
                .max(Comparator.comparingDouble(Separation::auroc))
                .orElse(null);
        if (epistemic == null || single == null) {
            return "";
        }
        double gain = epistemic.auroc() - single.auroc();
        return "The epistemic part's AUROC is " + Text.number(Math.abs(gain)) + (gain < 0 ? " below" : " above")
                + " the best of a single component, " + Text.number(single.auroc()) + ".";
    }
}
