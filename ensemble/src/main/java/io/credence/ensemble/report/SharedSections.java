package io.credence.ensemble.report;

import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sentences and charts that both tasks share. */
final class SharedSections {
    private SharedSections() {}

    /** Returns a metric's value before calibration; empty if it is unknown or looks the same after calibration. */
    static String before(Metric metric, Evaluation main, Evaluation before) {
        if (before == null || !before.metrics().containsKey(metric.key())) {
            return "";
        }
        String value = MetricTable.text(metric, before.metrics().get(metric.key()));
        return value.equals(MetricTable.text(metric, main.metrics().get(metric.key()))) ? "" : value;
    }

    static HeadlineNumber likelihood(Evaluation main, Evaluation before) {
        return new HeadlineNumber(
                Metric.NLL.title(),
                DisplayFormat.number(main.metrics().get(Metric.NLL.key())),
                before(Metric.NLL, main, before),
                likelihoodSentence(main, before));
    }

    private static String likelihoodSentence(Evaluation main, Evaluation before) {
        String meaning = "Negative log-likelihood: how surprising the labels are to the model. Lower is better. ";
        if (before == null || before(Metric.NLL, main, before).isEmpty()) {
            return meaning + "Compare it only between models on the same rows.";
        }
        return meaning
                + (main.metrics().get(Metric.NLL.key()) < before.metrics().get(Metric.NLL.key())
                        ? "Calibration lowered it."
                        : "Calibration did not lower it: the test rows differ from the rows it was fitted on.");
    }

    /** Adds the guaranteed and the observed coverage of the conformal regions, if the model has any. */
    static void addConformal(List<HeadlineNumber> headlines, Report.Model model, Evaluation main) {
        Conformal conformal = model.conformal();
        Double observed = main.metrics().get(Metric.CONFORMAL_COVERAGE.key());
        if (conformal == null || observed == null) {
            return;
        }
        boolean isInterval = conformal instanceof Conformal.Intervals;
        Metric sizeMetric = isInterval ? Metric.CONFORMAL_WIDTH : Metric.CONFORMAL_SET_SIZE;
        Double size = main.metrics().get(sizeMetric.key());
        String region = size == null
                ? "There are too few validation rows for this, so every region contains all labels. "
                : isInterval
                        ? "Their mean width is " + DisplayFormat.number(size) + ". "
                        : "A set contains " + DisplayFormat.number(size) + " labels on average. ";
        boolean isBelow = main.metrics().get(Metric.CONFORMAL_COVERAGE.upperKey()) < conformal.guarantee();
        headlines.add(new HeadlineNumber(
                isInterval ? "Labels inside conformal intervals" : "Labels inside conformal sets",
                DisplayFormat.percent(observed),
                "",
                guarantee(conformal)
                        + region
                        + "The 95\u00a0% confidence interval of the observed fraction is "
                        + MetricTable.interval(Metric.CONFORMAL_COVERAGE, main.metrics())
                        + (isBelow
                                ? ", below the guarantee: these rows are unlike the rows the regions were fitted on."
                                : ".")));
    }

    /** Describes the guaranteed coverage: that of rows set aside, or the weaker one of folds. */
    private static String guarantee(Conformal conformal) {
        String requested = DisplayFormat.percent(conformal.coverage());
        return conformal.foldCount() == 1
                ? "Guaranteed: at least " + requested
                        + " of rows like the validation rows, however wrong the model is. "
                : "Requested: " + requested + " of rows like the training rows. CV+ over " + conformal.foldCount()
                        + " folds covers about that many, and guarantees "
                        + DisplayFormat.percent(conformal.guarantee())
                        + ", however wrong the model is. ";
    }

    /** Describes the size of both parts of the uncertainty, and what reduces each. */
    static String decomposition(double aleatoric) {
        if (!Double.isFinite(aleatoric)) {
            return "";
        }
        String parts = DisplayFormat.percent(aleatoric)
                + " is noise in the data (aleatoric): more rows would not reduce it, but more or better columns"
                + " would. "
                + DisplayFormat.percent(1 - aleatoric)
                + " is what the model does not know (epistemic): more rows like the uncertain ones would reduce it.";
        return aleatoric >= 0.5 ? parts : parts + " The model would benefit from more data.";
    }

    static void addBeforeAndAfter(List<Chart.Series> series, String curve, Evaluation main, Evaluation before) {
        if (before != null && differ(curve, main, before)) {
            series.add(Chart.Series.of(
                    "before calibration", Chart.Role.BEFORE, before.curves().get(curve)));
            series.add(Chart.Series.of(
                    "calibrated", Chart.Role.AFTER, main.curves().get(curve)));
        } else {
            series.add(
                    Chart.Series.of("observed", Chart.Role.AFTER, main.curves().get(curve)));
        }
    }

    static boolean differ(String curve, Evaluation main, Evaluation before) {
        Curve beforeCurve = before.curves().get(curve);
        Curve mainCurve = main.curves().get(curve);
        return beforeCurve != null && mainCurve != null && !Arrays.equals(beforeCurve.y(), mainCurve.y());
    }

    /** Returns the histograms of both uncertainties over the rows. */
    static List<Chart> histograms(Evaluation main, String unit) {
        List<Chart> charts = new ArrayList<>();
        Curve epistemic = main.curves().get("epistemic");
        Curve aleatoric = main.curves().get("aleatoric");
        if (epistemic != null) {
            charts.add(new Chart(
                    "epistemic",
                    "Epistemic uncertainty of the rows",
                    "What the model does not know. Rows on the right are unlike the training rows; label more rows"
                            + " like them. The last bar includes all larger values.",
                    Chart.Kind.BARS,
                    Chart.Axis.fromZero(unit),
                    new Chart.Axis("fraction of rows", true, 0.0, null),
                    List.of(Chart.Series.fractions("epistemic", Chart.Role.EPISTEMIC, epistemic))));
        }
        if (aleatoric != null) {
            charts.add(new Chart(
                    "aleatoric",
                    "Aleatoric uncertainty of the rows",
                    "Noise that the columns do not explain. For rows on the right, add columns or measure more"
                            + " precisely. The last bar includes all larger values.",
                    Chart.Kind.BARS,
                    Chart.Axis.fromZero(unit),
                    new Chart.Axis("fraction of rows", true, 0.0, null),
                    List.of(Chart.Series.fractions("aleatoric", Chart.Role.ALEATORIC, aleatoric))));
        }
        return charts;
    }

    /** Returns a curve's value at its first position that is at least {@code x}. */
    static double valueAt(Curve curve, double x) {
        for (int i = 0; i < curve.x().length; i++) {
            if (curve.x()[i] >= x) {
                return curve.y()[i];
            }
        }
        return Double.NaN;
    }
}
