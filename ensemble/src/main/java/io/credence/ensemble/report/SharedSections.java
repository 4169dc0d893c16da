package io.credence.ensemble.report;

import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.metric.Curve;
import io.credence.ensemble.metric.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sentences and pictures that both tasks share. */
final class SharedSentences {
    private SharedSentences() {}

    /** What a metric was before calibration, or nothing where there is no difference to show. */
    static String before(String name, Evaluation main, Evaluation before) {
        if (before == null || !before.metrics().containsKey(name)) {
            return "";
        }
        String was = Metric.of(name).text(before.metrics().get(name));
        return was.equals(Metric.of(name).text(main.metrics().get(name))) ? "" : was;
    }

    static String likelihood(Evaluation main, Evaluation before) {
        String meaning = "How surprising the labels were to the model; lower is better. ";
        if (before == null || before("nll", main, before).isEmpty()) {
            return meaning + "Comparable between models on the same rows.";
        }
        return meaning
                + (main.metrics().get("nll") < before.metrics().get("nll")
                        ? "Calibration lowered it."
                        : "Calibration did not help here: the test rows differ from those that it was fitted on.");
    }

    /** Which coverage the conformal regions promise and which was seen; nothing where the model has none. */
    static void addConformal(List<Headline> headlines, Report.Model model, Evaluation main) {
        Conformal conformal = model.conformal();
        Double seen = main.metrics().get("conformalCoverage");
        if (conformal == null || seen == null) {
            return;
        }
        boolean isInterval = conformal instanceof Conformal.Intervals;
        Double size = main.metrics().get(isInterval ? "conformalWidth" : "conformalSetSize");
        String region = size == null
                ? "There were too few validation rows to promise that with less than all labels. "
                : isInterval
                        ? "Their mean width is " + Text.number(size) + ". "
                        : "Mean number of labels in a set: " + Text.number(size) + ". ";
        boolean isLess = main.metrics().get("conformalCoverageUpper") < conformal.guarantee();
        headlines.add(new Headline(
                isInterval ? "Labels inside conformal intervals" : "Labels inside conformal sets",
                Text.percent(seen),
                "",
                promise(conformal)
                        + region
                        + "The 95\u00a0% confidence interval of the share seen is "
                        + Metric.interval("conformalCoverage", main.metrics())
                        + (isLess
                                ? ", less than was guaranteed: these rows are unlike those that it was fitted on."
                                : ".")));
    }

    /** Which guarantee holds: that of rows set aside, or the weaker one of folds. */
    private static String promise(Conformal conformal) {
        String asked = Text.percent(conformal.coverage());
        return conformal.foldCount() == 1
                ? "Promised: at least " + asked + " of rows like the validation rows, whatever the model's faults. "
                : "Asked for: " + asked + " of rows like the training rows, by CV+ over " + conformal.foldCount()
                        + " folds, which covers about as many; guaranteed whatever the model's faults: "
                        + Text.percent(conformal.guarantee()) + ". ";
    }

    /** What the two parts of the uncertainty mean for the reader, who can do something about one of them. */
    static String shares(double aleatoric) {
        if (!Double.isFinite(aleatoric)) {
            return "";
        }
        String parts = Text.percent(aleatoric)
                + " is noise in the data (aleatoric): more rows would not remove it, more or better"
                + " columns would. " + Text.percent(1 - aleatoric)
                + " is what the model does not know (epistemic): more rows like the uncertain ones would remove it.";
        return aleatoric >= 0.5 ? parts : parts + " The model would gain from more data.";
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
        Curve was = before.curves().get(curve);
        Curve is = main.curves().get(curve);
        return was != null && is != null && !Arrays.equals(was.y(), is.y());
    }

    /** The distribution of both uncertainties over the rows. */
    static List<Chart> histograms(Evaluation main, String unit) {
        List<Chart> charts = new ArrayList<>();
        Curve epistemic = main.curves().get("epistemic");
        Curve aleatoric = main.curves().get("aleatoric");
        if (epistemic != null) {
            charts.add(new Chart(
                    "epistemic",
                    "Epistemic uncertainty by row",
                    "What the model does not know. The rows on the right are unlike those it was trained on; label more of their kind. The last bar counts all beyond.",
                    Chart.Kind.BARS,
                    Chart.Axis.fromZero(unit),
                    new Chart.Axis("share of the rows", true, 0.0, null),
                    List.of(Chart.Series.shares("epistemic", Chart.Role.EPISTEMIC, epistemic))));
        }
        if (aleatoric != null) {
            charts.add(new Chart(
                    "aleatoric",
                    "Aleatoric uncertainty by row",
                    "What the columns do not tell. For the rows on the right, measure something more, or more exactly. The last bar counts all beyond.",
                    Chart.Kind.BARS,
                    Chart.Axis.fromZero(unit),
                    new Chart.Axis("share of the rows", true, 0.0, null),
                    List.of(Chart.Series.shares("aleatoric", Chart.Role.ALEATORIC, aleatoric))));
        }
        return charts;
    }

    /** A curve's value at the first position that is not left of {@code x}. */
    static double valueAt(Curve curve, double x) {
        for (int i = 0; i < curve.x().length; i++) {
            if (curve.x()[i] >= x) {
                return curve.y()[i];
            }
        }
        return Double.NaN;
    }
}
