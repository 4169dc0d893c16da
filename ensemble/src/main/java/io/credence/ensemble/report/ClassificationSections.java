package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** How the page speaks of a classification. */
final class ClassificationStory implements Story {
    private final Report report;
    private final Evaluation main;
    private final Evaluation before;

    ClassificationStory(Report report) {
        this.report = report;
        this.main = report.evaluations().main();
        this.before = report.evaluations().test() == null
                ? null
                : report.evaluations().testUncalibrated();
    }

    @Override
    public List<Headline> headlines() {
        SortedMap<String, Double> metrics = main.metrics();
        List<Headline> headlines = new ArrayList<>();
        if (metrics.containsKey("accuracy")) {
            headlines.add(new Headline("Accuracy", Text.percent(metrics.get("accuracy")), "", accuracy(metrics)));
        }
        if (metrics.containsKey("ece")) {
            headlines.add(new Headline(
                    "Calibration error (ECE)",
                    Text.percent(metrics.get("ece")),
                    SharedSentences.before("ece", main, before),
                    error(metrics)));
        }
        if (metrics.containsKey("nll")) {
            headlines.add(new Headline(
                    "NLL",
                    Text.number(metrics.get("nll")),
                    SharedSentences.before("nll", main, before),
                    SharedSentences.likelihood(main, before)));
        }
        Curve risk = main.curves().get("riskCoverage");
        if (risk != null && errors(risk) > 0) {
            headlines.add(automation(risk));
        }
        SharedSentences.addConformal(headlines, report.model(), main);
        return headlines;
    }

    private String accuracy(SortedMap<String, Double> metrics) {
        String interval = Metric.interval("accuracy", metrics);
        String sentence = "Share of " + Text.count(main.rows()) + " rows whose most probable class is right.";
        return interval.isEmpty() ? sentence : sentence + " Its 95\u00a0% confidence interval is " + interval + ".";
    }

    private String error(SortedMap<String, Double> metrics) {
        String sentence = "How far stated probabilities are from how often they come true, on average.";
        Double chance = metrics.get("eceOfCalibrated");
        return chance == null
                ? sentence
                : sentence + " Chance alone would give " + Text.percent(chance) + " on so many rows.";
    }

    private static double errors(Curve risk) {
        return risk.y()[risk.y().length - 1];
    }

    /** The most rows that can be kept, surest first, so that their error rate is at most half of all rows'. */
    private static Headline automation(Curve risk) {
        double all = errors(risk);
        int most = -1;
        for (int i = 0; i < risk.x().length; i++) {
            if (risk.y()[i] <= all / 2) {
                most = i;
            }
        }
        double kept = most < 0 ? 0 : risk.x()[most];
        String sentence = most < 0
                ? "No choice of rows by uncertainty halves the error rate."
                : "Hand the least certain " + Text.percent(1 - kept)
                        + " of the rows to a person, and the error rate of the others falls from " + Text.percent(all)
                        + " to " + Text.percent(risk.y()[most]) + ".";
        return new Headline("Rows decided at half the error rate", Text.percent(kept), "", sentence);
    }

    @Override
    public String decomposition() {
        double aleatoric = main.uncertainty().aleatoric() / main.uncertainty().total();
        return "The mean uncertainty of a prediction is "
                + Text.number(main.uncertainty().total()) + " nats of entropy. Of it, "
                + SharedSentences.shares(aleatoric);
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
        series.add(new Chart.Series("ideal", Chart.Role.IDEAL, new double[] {0, 1}, new double[] {0, 1}));
        if (before != null && SharedSentences.differ("reliability", main, before)) {
            series.add(reliability("before calibration", Chart.Role.BEFORE, before));
            series.add(reliability("calibrated", Chart.Role.AFTER, main));
        } else {
            series.add(reliability("observed", Chart.Role.AFTER, main));
        }
        return new Chart(
                "reliability",
                "Do stated probabilities come true?",
                "Of predictions made with a confidence (across), the share that is right (up). Below the diagonal: too sure of itself."
                        + " Above: too cautious.",
                Chart.Kind.LINES,
                Chart.Axis.share("stated confidence"),
                Chart.Axis.share("share that is right"),
                series);
    }

    /** Share of hits over the mean confidence of a bin; bins without rows are left out. */
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

    /** With all wrong rows behind all right ones, a share c of the rows has the risk (c - share of right rows) / c, or none. */
    private static Chart.Series leastRisk(Curve risk) {
        double right = 1 - errors(risk);
        double[] least = new double[risk.x().length];
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.max(0, (risk.x()[i] - right) / risk.x()[i]);
        }
        return new Chart.Series("wrong rows last", Chart.Role.IDEAL, risk.x(), least);
    }

    private Chart rocChart() {
        return new Chart(
                "roc-classes",
                "Telling " + report.model().labels().get(1) + " from "
                        + report.model().labels().get(0),
                "Call every row " + report.model().labels().get(1)
                        + " whose probability of it is above some threshold: of the other rows, the share that is called so wrongly"
                        + " (across); of its own rows, the share that is found (up). The area under the curve is the AUROC.",
                Chart.Kind.LINES,
                Chart.Axis.share("false positive rate"),
                Chart.Axis.share("true positive rate"),
                List.of(
                        new Chart.Series("a coin", Chart.Role.IDEAL, new double[] {0, 1}, new double[] {0, 1}),
                        Chart.Series.of(
                                "observed", Chart.Role.AFTER, main.curves().get("roc"))));
    }

    private Chart riskChart() {
        List<Chart.Series> series = new ArrayList<>();
        Curve risk = main.curves().get("riskCoverage");
        series.add(leastRisk(risk));
        series.add(Chart.Series.of("by uncertainty", Chart.Role.AFTER, risk));
        return new Chart(
                "risk",
                "Setting the least certain rows aside",
                "The error rate among the rows that are kept when the least certain ones go to a person. The steeper it rises to the"
                        + " right, the better uncertainty tells right from wrong. The dotted line is the best that any ranking could do:"
                        + " all wrong rows last.",
                Chart.Kind.LINES,
                Chart.Axis.share("rows kept, the surest first"),
                new Chart.Axis("error rate", true, 0.0, null),
                series);
    }
}
