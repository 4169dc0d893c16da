package io.credence.driver.cli;

import io.credence.driver.config.Configuration;
import io.credence.driver.evaluation.EvaluateResult;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.specification.Task;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The short summary that commands print on standard output: main results and output paths. */
final class ResultSummary {
    /** The metrics shown, in this order. The report has more. */
    private static final List<Metric> METRICS = List.of(
            Metric.RMSE,
            Metric.MAE,
            Metric.ACCURACY,
            Metric.NLL,
            Metric.GAUSSIAN_NLL,
            Metric.CRPS,
            Metric.BRIER,
            Metric.ECE,
            Metric.ADAPTIVE_ECE,
            Metric.CLASSWISE_ECE,
            Metric.COVERAGE_50,
            Metric.COVERAGE_90,
            Metric.COVERAGE_95,
            Metric.INTERVAL_WIDTH_95,
            Metric.CONFORMAL_COVERAGE,
            Metric.CONFORMAL_WIDTH,
            Metric.CONFORMAL_SET_SIZE,
            Metric.AUROC,
            Metric.MISCLASSIFICATION_AUROC,
            Metric.AURC);

    private static final List<String> SCORES = List.of("total", "aleatoric", "epistemic");

    private static final List<String> DETECTION_MEASURES = List.of("auroc", "aupr", "fpr95");

    private final List<String> heading = new ArrayList<>();
    private final TextTable metrics = new TextTable();
    private final TextTable detections = new TextTable();
    private final Map<String, String> footer = new LinkedHashMap<>();

    private ResultSummary() {}

    static ResultSummary of(Configuration configuration, TrainResult result) {
        ResultSummary summary = new ResultSummary();
        summary.heading.add(String.format(
                Locale.ROOT,
                "%s of %s for %s, in %.1f s; %s, %d for test",
                configuration.ensemble().posterior().title(),
                ConsoleText.count(result.networks(), "network"),
                ConsoleText.of(configuration.task()),
                result.seconds(),
                trainingRows(result, configuration.data().split().folds()),
                result.testRows()));
        if (configuration.task() == Task.EMBEDDING) {
            summary.metrics.add(
                    "validation loss, " + configuration.training().loss().name(),
                    List.of(ConsoleText.number(result.validationLoss())));
        } else {
            summary.addEvaluations(result);
        }
        summary.footer.put("model", result.model());
        summary.footer.put("report", result.report());
        return summary;
    }

    /** With folds, training and validation rows are the same, which two equal counts would hide. */
    private static String trainingRows(TrainResult result, Integer folds) {
        return folds == null
                ? result.trainRows() + " rows for training, " + result.validationRows() + " for validation"
                : result.trainRows() + " rows for training and, in " + folds + " folds, for validation";
    }

    static ResultSummary of(EvaluateResult result) {
        ResultSummary summary = new ResultSummary();
        summary.heading.add(ConsoleText.count(result.evaluation().rows(), "row"));
        summary.addMetrics(Map.of("", result.evaluation()), List.of(""));
        summary.addUncertainty(result.evaluation().uncertainty());
        summary.addDetections(result.outOfDistribution());
        if (result.report() != null) {
            summary.footer.put("report", result.report());
        }
        return summary;
    }

    void print(PrintWriter out) {
        heading.forEach(out::println);
        out.println();
        metrics.print(out);
        out.println();
        if (!detections.isEmpty()) {
            detections.print(out);
            out.println();
        }
        footer.forEach((label, value) -> out.printf("%-13s%s%n", label, value));
        out.flush();
    }

    private void addEvaluations(TrainResult result) {
        if (result.test() == null && result.validation() == null) {
            heading.add("no rows were held out for validation or test, so there are no metrics");
            return;
        }
        if (result.test() == null) {
            addMetrics(Map.of("validation", result.validation()), List.of("validation"));
            addUncertainty(result.validation().uncertainty());
        } else if (result.calibration() instanceof Calibration.None || result.testUncalibrated() == null) {
            addMetrics(Map.of("test", result.test()), List.of("test"));
            addUncertainty(result.test().uncertainty());
        } else {
            addMetrics(
                    Map.of("uncalibrated", result.testUncalibrated(), "test", result.test()),
                    List.of("uncalibrated", "test"));
            addUncertainty(
                    result.testUncalibrated().uncertainty(), result.test().uncertainty());
        }
        addCalibration(result.calibration());
    }

    private void addMetrics(Map<String, Evaluation> evaluations, List<String> columns) {
        if (columns.stream().anyMatch(column -> !column.isEmpty())) {
            metrics.add("", columns);
        }
        for (Metric metric : METRICS) {
            String name = metric.key();
            if (columns.stream().anyMatch(c -> evaluations.get(c).metrics().containsKey(name))) {
                metrics.add(
                        name,
                        columns.stream()
                                .map(c -> ConsoleText.number(
                                        evaluations.get(c).metrics().get(name)))
                                .toList());
            }
        }
    }

    private void addUncertainty(Uncertainty... columns) {
        List<Uncertainty> all = List.of(columns);
        metrics.add(
                "total uncertainty",
                all.stream().map(u -> ConsoleText.number(u.total())).toList());
        metrics.add(
                "  aleatoric",
                all.stream().map(u -> ConsoleText.number(u.aleatoric())).toList());
        metrics.add(
                "  epistemic",
                all.stream().map(u -> ConsoleText.number(u.epistemic())).toList());
    }

    /** Adds a row for each score and a column for each measure, with the scores of the uncertainty columns first. */
    private void addDetections(SortedMap<String, Double> values) {
        Set<String> scores = new LinkedHashSet<>(SCORES);
        values.keySet().forEach(name -> scores.add(name.substring(0, name.lastIndexOf('.'))));
        scores.removeIf(score -> !values.containsKey(score + "." + DETECTION_MEASURES.get(0)));
        if (scores.isEmpty()) {
            return;
        }
        detections.add("out of distribution", DETECTION_MEASURES);
        for (String score : scores) {
            detections.add(
                    score,
                    DETECTION_MEASURES.stream()
                            .map(measure -> ConsoleText.number(values.get(score + "." + measure)))
                            .toList());
        }
    }

    private void addCalibration(Calibration calibration) {
        if (!(calibration instanceof Calibration.None)) {
            footer.put("calibration", ConsoleText.of(calibration));
        }
    }
}
