package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.metric.Separation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How the page speaks of a score that tells rows of another distribution apart.
 *
 * @param title its name for people
 * @param meaning one sentence
 */
record Detector(String title, String meaning) {
    private static final List<String> OF_ONE_COMPONENT =
            List.of("componentEntropy", "componentMaximumProbability", "componentVariance");

    private static final Map<String, Detector> KNOWN = Map.ofEntries(
            entry("total", "Total", "The uncertainty of the prediction, both parts."),
            entry("aleatoric", "Aleatoric", "The mean of the components' own uncertainties."),
            entry("epistemic", "Epistemic", "How far the components disagree: what the model does not know."),
            entry("maximumProbability", "Maximum probability", "Of the components' mean, taken from 1."),
            entry("maximumLogit", "Maximum logit", "The mean of the components' greatest logits, its sign changed."),
            entry("energy", "Energy", "Minus the log of the sum of exp(logit), the mean of the components."),
            entry("disagreement", "Disagreement", "Share of pairs of components that vote differently."),
            entry("pairwiseDivergence", "Pairwise divergence", "Of one component from another, on average."),
            entry("componentEntropy", "One component's entropy", "What a single network's softmax says."),
            entry(
                    "componentMaximumProbability",
                    "One component's maximum probability",
                    "What a single network's softmax says."),
            entry("componentVariance", "One component's variance", "What a single network predicts."));

    private static Map.Entry<String, Detector> entry(String name, String title, String meaning) {
        return Map.entry(name, new Detector(title, meaning));
    }

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

    /** The receiver operating characteristic of both parts, of their sum and of the best single component. */
    static List<Chart> charts(OutOfDistributionEvaluation ood) {
        List<Chart.Series> series = new ArrayList<>();
        series.add(new Chart.Series("a coin", Chart.Role.IDEAL, new double[] {0, 1}, new double[] {0, 1}));
        bestOfOneComponent(ood.scores()).ifPresent(name -> add(series, name, Chart.Role.BEFORE, ood));
        add(series, "aleatoric", Chart.Role.ALEATORIC, ood);
        add(series, "epistemic", Chart.Role.EPISTEMIC, ood);
        add(series, "total", Chart.Role.AFTER, ood);
        return series.size() == 1
                ? List.of()
                : List.of(new Chart(
                        "roc",
                        "Foreign rows found, against false alarms",
                        "Raise an alarm where a score is above some threshold: of the ordinary rows, the share that raises one (across); of the"
                                + " foreign rows, the share that is found (up). The area under a curve is its AUROC.",
                        Chart.Kind.LINES,
                        Chart.Axis.share("false alarms among ordinary rows"),
                        Chart.Axis.share("foreign rows found"),
                        series));
    }

    private static void add(List<Chart.Series> series, String score, Chart.Role role, OutOfDistributionEvaluation ood) {
        Curve roc = ood.roc().get(score);
        if (roc != null) {
            series.add(Chart.Series.of(of(score).title(), role, roc));
        }
    }

    private static Optional<String> bestOfOneComponent(SortedMap<String, Separation> scores) {
        return OF_ONE_COMPONENT.stream()
                .filter(scores::containsKey)
                .max(Comparator.comparingDouble(name -> scores.get(name).auroc()));
    }

    static String comparison(SortedMap<String, Separation> scores) {
        Separation epistemic = scores.get("epistemic");
        Separation single = bestOfOneComponent(scores).map(scores::get).orElse(null);
        if (epistemic == null || single == null) {
            return "";
        }
        double gain = epistemic.auroc() - single.auroc();
        return "The epistemic part's AUROC is " + Text.number(Math.abs(gain)) + (gain < 0 ? " below" : " above")
                + " the best of a single component, " + Text.number(single.auroc()) + ".";
    }
}
