package io.credence.ensemble.report;

import static io.credence.ensemble.metric.OutOfDistributionScore.ALEATORIC;
import static io.credence.ensemble.metric.OutOfDistributionScore.COMPONENT_ENTROPY;
import static io.credence.ensemble.metric.OutOfDistributionScore.COMPONENT_MAXIMUM_PROBABILITY;
import static io.credence.ensemble.metric.OutOfDistributionScore.COMPONENT_VARIANCE;
import static io.credence.ensemble.metric.OutOfDistributionScore.EPISTEMIC;
import static io.credence.ensemble.metric.OutOfDistributionScore.TOTAL;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.metric.OutOfDistributionScore;
import io.credence.ensemble.metric.Separation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The section on how well each score separates out-of-distribution rows from ordinary rows. */
final class OutOfDistributionSection {
    private static final List<OutOfDistributionScore> OF_ONE_COMPONENT =
            List.of(COMPONENT_ENTROPY, COMPONENT_MAXIMUM_PROBABILITY, COMPONENT_VARIANCE);

    private final OutOfDistributionEvaluation evaluation;
    private final SortedMap<String, Separation> separations;

    OutOfDistributionSection(OutOfDistributionEvaluation evaluation) {
        this.evaluation = evaluation;
        this.separations = evaluation.scores();
    }

    /** Returns a sentence with the number of rows of each kind. */
    String rowCounts() {
        return DisplayFormat.count(evaluation.rowsOutside()) + " out-of-distribution rows are compared with "
                + DisplayFormat.count(evaluation.rowsInside()) + " test rows.";
    }

    /** Returns one row for each score, best first. */
    List<TableRow> scores() {
        return separations.entrySet().stream()
                .sorted(Comparator.comparingDouble(score -> -score.getValue().auroc()))
                .map(score -> row(score.getKey(), score.getValue()))
                .toList();
    }

    private static TableRow row(String key, Separation separation) {
        List<String> cells = List.of(
                DisplayFormat.number(separation.auroc()) + " (" + DisplayFormat.number(separation.aurocLower()) + " to "
                        + DisplayFormat.number(separation.aurocUpper()) + ")",
                DisplayFormat.number(separation.aupr()),
                DisplayFormat.percent(separation.fpr95()));
        return OutOfDistributionScore.ofKey(key)
                .map(score -> new TableRow(score.title(), score.meaning(), cells))
                .orElseGet(() -> new TableRow(DisplayFormat.words(key), cells));
    }

    /**
     * Returns the receiver operating characteristic of both parts, of their sum and of the best single-component
     * score.
     */
    List<Chart> charts() {
        List<Chart.Series> series = new ArrayList<>();
        series.add(Chart.Series.diagonal("chance"));
        bestOfOneComponent().ifPresent(score -> add(series, score, Chart.Role.BEFORE));
        add(series, ALEATORIC, Chart.Role.ALEATORIC);
        add(series, EPISTEMIC, Chart.Role.EPISTEMIC);
        add(series, TOTAL, Chart.Role.AFTER);
        return series.size() == 1
                ? List.of()
                : List.of(new Chart(
                        "roc",
                        "Detecting out-of-distribution rows",
                        "Raise an alarm whenever a score exceeds a threshold. Lowering the threshold finds more"
                                + " out-of-distribution rows (vertical) but raises more false alarms on ordinary rows"
                                + " (horizontal). The area under a curve is its AUROC.",
                        Chart.Kind.LINES,
                        Chart.Axis.fraction("false alarms on ordinary rows"),
                        Chart.Axis.fraction("out-of-distribution rows found"),
                        series));
    }

    private void add(List<Chart.Series> series, OutOfDistributionScore score, Chart.Role role) {
        Curve roc = evaluation.roc().get(score.key());
        if (roc != null) {
            series.add(Chart.Series.of(score.title(), role, roc));
        }
    }

    private Optional<OutOfDistributionScore> bestOfOneComponent() {
        return OF_ONE_COMPONENT.stream()
                .filter(score -> separations.containsKey(score.key()))
                .max(Comparator.comparingDouble(
                        score -> separations.get(score.key()).auroc()));
    }

    /**
     * Returns a sentence that compares the epistemic part with the best single-component score; empty if either is
     * missing.
     */
    String comparison() {
        Separation epistemic = separations.get(EPISTEMIC.key());
        Separation single =
                bestOfOneComponent().map(score -> separations.get(score.key())).orElse(null);
        if (epistemic == null || single == null) {
            return "";
        }
        double gain = epistemic.auroc() - single.auroc();
        return "The AUROC of the epistemic uncertainty is " + DisplayFormat.number(Math.abs(gain))
                + (gain < 0 ? " below" : " above") + " that of the best single-component score, "
                + DisplayFormat.number(single.auroc()) + ".";
    }
}
