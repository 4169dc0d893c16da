package io.credence.ensemble.report;

import java.util.Map;
import java.util.SortedMap;

/**
 * How the page speaks of a metric.
 *
 * @param title its name for people
 * @param meaning one sentence
 * @param percent whether it is a share
 */
record Metric(String title, String meaning, boolean percent) {
    private static final Map<String, Metric> KNOWN = Map.ofEntries(
            entry("rmse", "RMSE", "Root mean squared error, in the label's unit.", false),
            entry("mae", "MAE", "Mean absolute error, in the label's unit.", false),
            entry("r2", "R²", "Share of the label's variance that the predictions explain.", true),
            entry("nll", "NLL", "Negative log-likelihood of the mixture; lower is better.", false),
            entry(
                    "gaussianNll",
                    "Gaussian NLL",
                    "NLL of one Gaussian with the mixture's mean and variance, as papers print it.",
                    false),
            entry("crps", "CRPS", "Continuous ranked probability score of the mixture; lower is better.", false),
            entry("coverage50", "Coverage of 50 % intervals", "Ideally 50 %.", true),
            entry("coverage90", "Coverage of 90 % intervals", "Ideally 90 %.", true),
            entry("coverage95", "Coverage of 95 % intervals", "Ideally 95 %.", true),
            entry("intervalWidth95", "Width of 95 % intervals", "Mean width, in the label's unit.", false),
            entry(
                    "intervalScore95",
                    "Interval score at 95 %",
                    "Width, with a penalty for labels outside; lower is better.",
                    false),
            entry("conformalCoverage", "Conformal coverage", "Labels inside their conformal regions.", true),
            entry("conformalWidth", "Width of conformal intervals", "Mean width, in the label's unit.", false),
            entry("conformalSetSize", "Size of conformal sets", "Mean number of classes in a set.", false),
            entry("sharpness", "Sharpness", "Root of the mean predicted variance, in the label's unit.", false),
            entry(
                    "miscalibrationArea",
                    "Miscalibration area",
                    "Mean distance of observed from nominal coverage.",
                    true),
            entry(
                    "ause",
                    "AUSE",
                    "How far ranking by uncertainty is from ranking by the error itself; 0 is perfect.",
                    false),
            entry("accuracy", "Accuracy", "Share of the rows whose most probable class is right.", true),
            entry("balancedAccuracy", "Balanced accuracy", "Mean of the classes' recalls.", true),
            entry(
                    "brier",
                    "Brier score",
                    "Squared distance of probabilities from what happened; lower is better.",
                    false),
            entry("ece", "ECE", "Mean gap between confidence and accuracy, 15 bins of equal width.", true),
            entry(
                    "eceOfCalibrated",
                    "ECE expected by chance",
                    "What ECE would be if every probability were right.",
                    true),
            entry("adaptiveEce", "Adaptive ECE", "ECE in bins with equally many rows.", true),
            entry(
                    "classwiseEce",
                    "Class-wise ECE",
                    "ECE of every class's probability, averaged over the classes.",
                    true),
            entry("mce", "MCE", "Largest gap between confidence and accuracy in a bin.", true),
            entry("auroc", "AUROC", "Chance that a row of the second class gets the higher score.", true),
            entry(
                    "misclassificationAuroc",
                    "Misclassification AUROC",
                    "Chance that a wrong row is less confident than a right one.",
                    true),
            entry(
                    "misclassificationAupr",
                    "Misclassification AUPR",
                    "Average precision of flagging wrong rows, the least confident first; by chance it is the share of wrong rows.",
                    true),
            entry("aurc", "AURC", "Area under the risk-coverage curve; lower is better.", false),
            entry("disagreement", "Disagreement", "Share of pairs of components that vote differently.", true));

    private static Map.Entry<String, Metric> entry(String name, String title, String meaning, boolean percent) {
        return Map.entry(name, new Metric(title, meaning, percent));
    }

    static Metric of(String name) {
        Metric known = KNOWN.get(name);
        return known == null ? new Metric(Text.words(name), "", false) : known;
    }

    /** Whether a metric is an end of another one's confidence interval. */
    static boolean isBound(String name, SortedMap<String, Double> metrics) {
        return name.endsWith("Lower") && metrics.containsKey(name.substring(0, name.length() - 5))
                || name.endsWith("Upper") && metrics.containsKey(name.substring(0, name.length() - 5));
    }

    String text(double value) {
        return percent ? Text.percent(value) : Text.number(value);
    }

    /** The metric's value with its confidence interval, if it has one: 91.6 % (88.1 % to 94.1 %). */
    static String withInterval(String name, SortedMap<String, Double> metrics) {
        Double value = metrics.get(name);
        if (value == null) {
            return Text.NONE;
        }
        Metric metric = of(name);
        String interval = interval(name, metrics);
        return metric.text(value) + (interval.isEmpty() ? "" : " (" + interval + ")");
    }

    /** The metric's 95 % confidence interval, or nothing. */
    static String interval(String name, SortedMap<String, Double> metrics) {
        Double lower = metrics.get(name + "Lower");
        Double upper = metrics.get(name + "Upper");
        return lower == null || upper == null ? "" : of(name).text(lower) + " to " + of(name).text(upper);
    }
}
