package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** How the page speaks of a regression. */
final class RegressionStory implements Story {
    private static final double NOMINAL = 0.95;
    private static final double KEPT = 0.8;

    private final Report report;
    private final Evaluation main;
    private final Evaluation before;

    RegressionStory(Report report) {
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
        if (metrics.containsKey("rmse")) {
            headlines.add(new Headline("Typical error (RMSE)", Text.number(metrics.get("rmse")), "", error(metrics)));
        }
        if (metrics.containsKey("coverage95")) {
            headlines.add(new Headline(
                    "Labels inside 95 % intervals",
                    Text.percent(metrics.get("coverage95")),
                    SharedSentences.before("coverage95", main, before),
                    coverage(metrics)));
        }
        if (metrics.containsKey("intervalWidth95")) {
            headlines.add(new Headline(
                    "Width of 95 % intervals",
                    Text.number(metrics.get("intervalWidth95")),
                    SharedSentences.before("intervalWidth95", main, before),
                    "The mean, in the unit of " + report.model().label()
                            + ". Among models whose intervals keep their promise, narrower is" + " better."));
        }
        if (metrics.containsKey("nll")) {
            headlines.add(new Headline(
                    "NLL",
                    Text.number(metrics.get("nll")),
                    SharedSentences.before("nll", main, before),
                    SharedSentences.likelihood(main, before)));
        }
        SharedSentences.addConformal(headlines, report.model(), main);
        return headlines;
    }

    private String error(SortedMap<String, Double> metrics) {
        String sentence = "In the unit of " + report.model().label() + ", over " + Text.count(main.rows()) + " rows.";
        Double explained = metrics.get("r2");
        return explained == null || !Double.isFinite(explained)
                ? sentence
                : sentence + " The predictions explain " + Text.percent(explained) + " of its variance.";
    }

    private String coverage(SortedMap<String, Double> metrics) {
        Double lower = metrics.get("coverage95Lower");
        Double upper = metrics.get("coverage95Upper");
        if (lower == null || upper == null) {
            return "95 % is what the intervals promise.";
        }
        String band = " With " + Text.count(main.rows()) + " rows, the 95\u00a0% confidence interval of this share is "
                + Metric.interval("coverage95", metrics) + ".";
        if (upper < NOMINAL) {
            return "Less than the 95 % they promise: the intervals are too narrow." + band;
        }
        return lower > NOMINAL
                ? "More than the 95 % they promise: the intervals are wider than they need to be." + band
                : "In keeping with the 95 % they promise." + band;
    }

    @Override
    public String decomposition() {
        double total = Math.sqrt(main.uncertainty().total());
        double aleatoric = main.uncertainty().aleatoric() / main.uncertainty().total();
        return "A prediction's spread is typically ± " + Text.number(total)
                + " (one standard deviation). Of its variance, " + SharedSentences.shares(aleatoric);
    }

    @Override
    public List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        if (main.curves().containsKey("coverage")) {
            charts.add(coverageChart());
        }
        if (main.curves().containsKey("pit")) {
            charts.add(pitChart());
        }
        if (main.curves().containsKey("sparsification")) {
            charts.add(sparsificationChart());
        }

        return charts;
    }

    @Override
    public String unit() {
        return "variance, in the squared unit of " + report.model().label();
    }

    private Chart coverageChart() {
        List<Chart.Series> series = new ArrayList<>();
        series.add(new Chart.Series("ideal", Chart.Role.IDEAL, new double[] {0, 1}, new double[] {0, 1}));
        SharedSentences.addBeforeAndAfter(series, "coverage", main, before);
        return new Chart(
                "coverage",
                "Do intervals keep their promise?",
                "Of intervals that promise to hold a share of the labels (across), the share that they hold (up). Below the diagonal:"
                        + " too sure of itself. Above: too cautious.",
                Chart.Kind.LINES,
                Chart.Axis.share("promised"),
                Chart.Axis.share("held"),
                series);
    }

    private Chart pitChart() {
        Curve pit = main.curves().get("pit");
        double[] ends = {pit.x()[0], pit.x()[pit.x().length - 1]};
        return new Chart(
                "pit",
                "Where labels fall in their predicted distribution",
                "Level is right. A valley: labels are in the tails more often than predicted, the model is too sure. A hill: too cautious."
                        + " A slope: predictions are too low or too high.",
                Chart.Kind.BARS,
                Chart.Axis.share("probability integral transform"),
                Chart.Axis.fromZero("density"),
                List.of(
                        new Chart.Series("ideal", Chart.Role.IDEAL, ends, new double[] {1, 1}),
                        Chart.Series.of("labels", Chart.Role.AFTER, pit)));
    }

    private Chart sparsificationChart() {
        Curve curve = main.curves().get("sparsification");
        List<Chart.Series> series = new ArrayList<>();
        if (main.curves().containsKey("sparsificationOracle")) {
            series.add(Chart.Series.of(
                    "by the error itself", Chart.Role.IDEAL, main.curves().get("sparsificationOracle")));
        }
        series.add(Chart.Series.of("by uncertainty", Chart.Role.AFTER, curve));
        double all = curve.y()[curve.y().length - 1];
        double kept = SharedSentences.valueAt(curve, KEPT);
        return new Chart(
                "sparsification",
                "Setting the least certain rows aside",
                "With the least certain 20 % of the rows set aside, the RMSE of the others is " + Text.number(kept)
                        + " instead of " + Text.number(all)
                        + ". The dotted line is the best that any ranking could do.",
                Chart.Kind.LINES,
                Chart.Axis.share("rows kept, the surest first"),
                Chart.Axis.fromZero("RMSE"),
                series);
    }
}
