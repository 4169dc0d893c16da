package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The parts of the report page that are specific to classification. */
final class ClassificationSections implements TaskSections {
    private final Report report;
    private final Evaluation main;
    private final Evaluation before;

    ClassificationSections(Report report) {
        this.report = report;
        this.main = report.evaluations().main();
        this.before = report.evaluations().test() == null
                ? null
                : report.evaluations().testUncalibrated();
    }

    @Override
    public List<HeadlineNumber> headlines() {
        SortedMap<String, Double> metrics = main.metrics();
        List<HeadlineNumber> headlines = new ArrayList<>();
        if (metrics.containsKey(Metric.ACCURACY.key())) {
            headlines.add(new HeadlineNumber(
                    "Accuracy", DisplayFormat.percent(metrics.get(Metric.ACCURACY.key())), "", accuracy(metrics)));
        }
        if (metrics.containsKey(Metric.ECE.key())) {
            headlines.add(new HeadlineNumber(
                    "Calibration error (ECE)",
                    DisplayFormat.percent(metrics.get(Metric.ECE.key())),
                    SharedSections.before(Metric.ECE, main, before),
                    calibrationError(metrics)));
        }
        if (metrics.containsKey(Metric.NLL.key())) {
            headlines.add(SharedSections.likelihood(main, before));
        }
        Curve risk = main.curves().get("riskCoverage");
        if (risk != null && errorRate(risk) > 0) {
            headlines.add(automation(risk));
        }
        SharedSections.addConformal(headlines, report.model(), main);
        return headlines;
    }

    private String accuracy(SortedMap<String, Double> metrics) {
        String interval = MetricTable.interval(Metric.ACCURACY, metrics);
        String sentence =
                "Fraction of " + DisplayFormat.count(main.rows()) + " rows whose most probable class is correct.";
        return interval.isEmpty() ? sentence : sentence + " The 95\u00a0% confidence interval is " + interval + ".";
    }

    private static String calibrationError(SortedMap<String, Double> metrics) {
        String sentence = "Average gap between the predicted probability and how often the prediction is correct.";
        Double chance = metrics.get(Metric.ECE_OF_CALIBRATED.key());
        return chance == null
                ? sentence
                : sentence + " On these rows a perfectly calibrated model would show " + DisplayFormat.percent(chance)
                        + " by chance.";
    }

    private static double errorRate(Curve risk) {
        return risk.y()[risk.y().length - 1];
    }

    /** Returns the largest fraction of rows, most certain first, whose error rate is at most half that of all rows. */
    private static HeadlineNumber automation(Curve risk) {
        double all = errorRate(risk);
        int last = -1;
        for (int i = 0; i < risk.x().length; i++) {
            if (risk.y()[i] <= all / 2) {
                last = i;
            }
        }
        double kept = last < 0 ? 0 : risk.x()[last];
        String sentence = last < 0
                ? "No uncertainty threshold halves the error rate."
                : "Send the least certain " + DisplayFormat.percent(1 - kept)
                        + " of rows to a person, and the error rate on the rest falls from "
                        + DisplayFormat.percent(all)
                        + " to " + DisplayFormat.percent(risk.y()[last]) + ".";
        return new HeadlineNumber("Rows to automate at half the error rate", DisplayFormat.percent(kept), "", sentence);
    }

    @Override
    public String decomposition() {
        double aleatoric = main.uncertainty().aleatoric() / main.uncertainty().total();
        return "The mean uncertainty of a prediction is "
                + DisplayFormat.number(main.uncertainty().total()) + " nats of entropy. Of this, "
                + SharedSections.decomposition(aleatoric);
    }

    @Override
    public List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        if (main.curves().containsKey("reliability")) {
            charts.add(reliabilityChart());
        }
        if (main.curves().containsKey("riskCoverage")) {
            charts.add(riskChart());
        }
        if (main.curves().containsKey("roc") && report.model().labels().size() == 2) {
            charts.add(rocChart());
        }
        return charts;
    }

    @Override
    public String unit() {
        return "entropy, in nats";
    }

    private Chart reliabilityChart() {
        List<Chart.Series> series = new ArrayList<>();
        series.add(Chart.Series.diagonal("ideal"));
        if (before != null && SharedSections.differ("reliability", main, before)) {
            series.add(reliability("before calibration", Chart.Role.BEFORE, before));
            series.add(reliability("calibrated", Chart.Role.AFTER, main));
        } else {
            series.add(reliability("observed", Chart.Role.AFTER, main));
        }
        return new Chart(
                "reliability",
                "Do predicted probabilities come true?",
                "Predictions grouped by confidence: the horizontal position of a point is their mean confidence, its"
                        + " height the fraction that is correct. Points below the diagonal are overconfident, points"
                        + " above it underconfident.",
                Chart.Kind.LINES,
                Chart.Axis.fraction("confidence"),
                Chart.Axis.fraction("fraction correct"),
                series);
    }

    /** Returns the fraction of hits against the mean confidence of each bin that has rows. */
    private static Chart.Series reliability(String name, Chart.Role role, Evaluation evaluation) {
        Curve hits = evaluation.curves().get("reliability");
        Curve confidence = evaluation.curves().getOrDefault("confidence", hits);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < hits.x().length; i++) {
            if (!Double.isNaN(hits.y()[i])) {
                points.add(new double[] {
                    confidence == hits ? hits.x()[i] : confidence.y()[i], hits.y()[i]
                });
            }
        }
        return new Chart.Series(
                name,
                role,
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
    }

    /**
     * Returns the optimum: with every wrong row ranked last, a fraction c of the rows has the risk max(0, c -
     * accuracy) / c.
     */
    private static Chart.Series optimalRisk(Curve risk) {
        double accuracy = 1 - errorRate(risk);
        double[] optimum = new double[risk.x().length];
        for (int i = 0; i < optimum.length; i++) {
            optimum[i] = Math.max(0, (risk.x()[i] - accuracy) / risk.x()[i]);
        }
        return new Chart.Series("optimum", Chart.Role.IDEAL, risk.x(), optimum);
    }

    private Chart rocChart() {
        return new Chart(
                "roc-classes",
                "Separating " + report.model().labels().get(1) + " from "
                        + report.model().labels().get(0),
                "Predict " + report.model().labels().get(1)
                        + " whenever its probability exceeds a threshold. Lowering the threshold finds more of its"
                        + " rows (vertical) but mislabels more of the others (horizontal). The area under the curve"
                        + " is the AUROC.",
                Chart.Kind.LINES,
                Chart.Axis.fraction("false positive rate"),
                Chart.Axis.fraction("true positive rate"),
                List.of(
                        Chart.Series.diagonal("chance"),
                        Chart.Series.of(
                                "observed", Chart.Role.AFTER, main.curves().get("roc"))));
    }

    private Chart riskChart() {
        List<Chart.Series> series = new ArrayList<>();
        Curve risk = main.curves().get("riskCoverage");
        series.add(optimalRisk(risk));
        series.add(Chart.Series.of("by uncertainty", Chart.Role.AFTER, risk));
        return new Chart(
                "risk",
                "Setting the least certain rows aside",
                "Error rate on the remaining rows when the least certain rows go to a person. The lower the curve"
                        + " stays on the left, the better uncertainty separates wrong predictions from correct ones."
                        + " The dotted line is the optimum: all wrong predictions are set aside first.",
                Chart.Kind.LINES,
                Chart.Axis.fraction("rows kept, most certain first"),
                new Chart.Axis("error rate", true, 0.0, null),
                series);
    }
}
