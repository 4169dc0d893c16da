package io.credence.ensemble.report;

import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The parts of the report page that are specific to regression. */
final class RegressionSections implements TaskSections {
    private static final double NOMINAL = 0.95;
    private static final double KEPT = 0.8;

    private final Report report;
    private final Evaluation main;
    private final Evaluation before;

    RegressionSections(Report report) {
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
        if (metrics.containsKey(Metric.RMSE.key())) {
            headlines.add(new HeadlineNumber(
                    "Typical error (RMSE)", DisplayFormat.number(metrics.get(Metric.RMSE.key())), "", error(metrics)));
        }
        if (metrics.containsKey(Metric.COVERAGE_95.key())) {
            headlines.add(new HeadlineNumber(
                    "Labels inside 95 % intervals",
                    DisplayFormat.percent(metrics.get(Metric.COVERAGE_95.key())),
                    SharedSections.before(Metric.COVERAGE_95, main, before),
                    coverage(metrics)));
        }
        if (metrics.containsKey(Metric.INTERVAL_WIDTH_95.key())) {
            headlines.add(new HeadlineNumber(
                    "Width of 95 % intervals",
                    DisplayFormat.number(metrics.get(Metric.INTERVAL_WIDTH_95.key())),
                    SharedSections.before(Metric.INTERVAL_WIDTH_95, main, before),
                    "Mean width, in the unit of " + report.model().label()
                            + ". Among models whose intervals reach their target coverage, narrower is better."));
        }
        if (metrics.containsKey(Metric.NLL.key())) {
            headlines.add(SharedSections.likelihood(main, before));
        }
        SharedSections.addConformal(headlines, report.model(), main);
        return headlines;
    }

    private String error(SortedMap<String, Double> metrics) {
        String sentence =
                "In the unit of " + report.model().label() + ", over " + DisplayFormat.count(main.rows()) + " rows.";
        Double explained = metrics.get(Metric.R2.key());
        return explained == null || !Double.isFinite(explained)
                ? sentence
                : sentence + " The predictions explain " + DisplayFormat.percent(explained)
                        + " of the label's variance.";
    }

    private String coverage(SortedMap<String, Double> metrics) {
        Double lower = metrics.get(Metric.COVERAGE_95.lowerKey());
        Double upper = metrics.get(Metric.COVERAGE_95.upperKey());
        if (lower == null || upper == null) {
            return "The target is 95 %.";
        }
        String interval = " With " + DisplayFormat.count(main.rows())
                + " rows, the 95\u00a0% confidence interval of this fraction is "
                + MetricTable.interval(Metric.COVERAGE_95, metrics) + ".";
        if (upper < NOMINAL) {
            return "Below the 95 % target: the intervals are too narrow." + interval;
        }
        return lower > NOMINAL
                ? "Above the 95 % target: the intervals are wider than necessary." + interval
                : "Consistent with the 95 % target." + interval;
    }

    @Override
    public String decomposition() {
        double total = Math.sqrt(main.uncertainty().total());
        double aleatoric = main.uncertainty().aleatoric() / main.uncertainty().total();
        return "The typical spread of a prediction is ± " + DisplayFormat.number(total)
                + " (one standard deviation). Of its variance, " + SharedSections.decomposition(aleatoric);
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
        series.add(Chart.Series.diagonal("ideal"));
        SharedSections.addBeforeAndAfter(series, "coverage", main, before);
        return new Chart(
                "coverage",
                "Do the intervals cover enough labels?",
                "For each nominal coverage (horizontal), the fraction of labels inside intervals of that coverage"
                        + " (vertical). Below the diagonal the model is overconfident, above it underconfident.",
                Chart.Kind.LINES,
                Chart.Axis.fraction("nominal coverage"),
                Chart.Axis.fraction("observed coverage"),
                series);
    }

    private Chart pitChart() {
        Curve pit = main.curves().get("pit");
        double[] ends = {pit.x()[0], pit.x()[pit.x().length - 1]};
        return new Chart(
                "pit",
                "Where labels fall in their predicted distributions",
                "Flat is ideal. A valley means that labels fall in the tails more often than predicted: the model is"
                        + " overconfident. A hill means that it is underconfident. A slope means that predictions are"
                        + " too low or too high.",
                Chart.Kind.BARS,
                Chart.Axis.fraction("probability integral transform"),
                Chart.Axis.fromZero("density"),
                List.of(
                        new Chart.Series("ideal", Chart.Role.IDEAL, ends, new double[] {1, 1}),
                        Chart.Series.of("labels", Chart.Role.AFTER, pit)));
    }

    private Chart sparsificationChart() {
        Curve curve = main.curves().get("sparsification");
        List<Chart.Series> series = new ArrayList<>();
        if (main.curves().containsKey("sparsificationOracle")) {
            series.add(
                    Chart.Series.of("optimum", Chart.Role.IDEAL, main.curves().get("sparsificationOracle")));
        }
        series.add(Chart.Series.of("by uncertainty", Chart.Role.AFTER, curve));
        double all = curve.y()[curve.y().length - 1];
        double kept = SharedSections.valueAt(curve, KEPT);
        return new Chart(
                "sparsification",
                "Setting the least certain rows aside",
                "With the least certain 20 % of rows set aside, the RMSE on the rest is " + DisplayFormat.number(kept)
                        + " instead of " + DisplayFormat.number(all)
                        + ". The dotted line is the optimum: the rows with the largest errors are set aside first.",
                Chart.Kind.LINES,
                Chart.Axis.fraction("rows kept, most certain first"),
                Chart.Axis.fromZero("RMSE"),
                series);
    }
}
