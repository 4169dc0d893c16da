package io.credence.ensemble.metric;

import java.util.Optional;

/**
 * The metrics of an {@link Evaluation}. This is the only definition of a metric's key in {@code report.json}, its
 * title, unit, direction and meaning.
 */
public enum Metric {
    RMSE("rmse", "RMSE", Unit.LABEL, Direction.LOWER, "Root mean squared error"),
    MAE("mae", "MAE", Unit.LABEL, Direction.LOWER, "Mean absolute error"),
    R2("r2", "R²", Unit.FRACTION, Direction.HIGHER, "Fraction of the label's variance that the predictions explain"),
    ACCURACY(
            "accuracy",
            "Accuracy",
            Unit.FRACTION,
            Direction.HIGHER,
            "Fraction of rows whose most probable class is correct"),
    BALANCED_ACCURACY(
            "balancedAccuracy",
            "Balanced accuracy",
            Unit.FRACTION,
            Direction.HIGHER,
            "Mean recall of the classes that occur"),
    NLL("nll", "NLL", Unit.NATS, Direction.LOWER, "Mean negative log-likelihood of the labels under the mixture"),
    GAUSSIAN_NLL(
            "gaussianNll",
            "Gaussian NLL",
            Unit.NATS,
            Direction.LOWER,
            "NLL of a single Gaussian with the mixture's mean and variance, as reported in papers"),
    CRPS("crps", "CRPS", Unit.LABEL, Direction.LOWER, "Mean continuous ranked probability score of the mixture"),
    BRIER(
            "brier",
            "Brier score",
            Unit.NONE,
            Direction.LOWER,
            "Mean squared distance between the predicted probabilities and the observed class, from 0 to 2"),
    BRIER_RELIABILITY(
            "brierReliability",
            "Brier reliability",
            Unit.NONE,
            Direction.LOWER,
            "Miscalibration term of the Brier score"),
    BRIER_RESOLUTION(
            "brierResolution",
            "Brier resolution",
            Unit.NONE,
            Direction.HIGHER,
            "Reduction of the Brier score achieved by distinguishing rows"),
    BRIER_UNCERTAINTY(
            "brierUncertainty",
            "Brier uncertainty",
            Unit.NONE,
            Direction.NONE,
            "Brier score of always predicting the class frequencies"),
    ECE(
            "ece",
            "ECE",
            Unit.FRACTION,
            Direction.LOWER,
            "Expected calibration error: mean gap between confidence and accuracy over 15 bins of equal width"),
    ECE_OF_CALIBRATED(
            "eceOfCalibrated",
            "ECE by chance",
            Unit.FRACTION,
            Direction.NONE,
            "ECE that a perfectly calibrated model would show on these rows by chance"),
    ADAPTIVE_ECE(
            "adaptiveEce",
            "Adaptive ECE",
            Unit.FRACTION,
            Direction.LOWER,
            "ECE over 15 bins with equal numbers of rows"),
    CLASSWISE_ECE(
            "classwiseEce",
            "Class-wise ECE",
            Unit.FRACTION,
            Direction.LOWER,
            "ECE of each class's probability, averaged over the classes"),
    MCE(
            "mce",
            "MCE",
            Unit.FRACTION,
            Direction.LOWER,
            "Maximum calibration error: largest gap between confidence and accuracy in any bin"),
    COVERAGE_50(
            "coverage50",
            "Coverage of 50 % intervals",
            Unit.FRACTION,
            Direction.NOMINAL,
            "Fraction of labels inside their central 50 % intervals"),
    COVERAGE_90(
            "coverage90",
            "Coverage of 90 % intervals",
            Unit.FRACTION,
            Direction.NOMINAL,
            "Fraction of labels inside their central 90 % intervals"),
    COVERAGE_95(
            "coverage95",
            "Coverage of 95 % intervals",
            Unit.FRACTION,
            Direction.NOMINAL,
            "Fraction of labels inside their central 95 % intervals"),
    INTERVAL_WIDTH_95(
            "intervalWidth95",
            "Width of 95 % intervals",
            Unit.LABEL,
            Direction.NONE,
            "Mean width of the central 95 % intervals"),
    INTERVAL_SCORE_95(
            "intervalScore95",
            "Interval score at 95 %",
            Unit.LABEL,
            Direction.LOWER,
            "Mean width of the central 95 % intervals, plus a penalty for labels outside them"),
    SHARPNESS("sharpness", "Sharpness", Unit.LABEL, Direction.NONE, "Square root of the mean predicted variance"),
    MISCALIBRATION_AREA(
            "miscalibrationArea",
            "Miscalibration area",
            Unit.FRACTION,
            Direction.LOWER,
            "Mean distance between observed and nominal coverage"),
    CONFORMAL_COVERAGE(
            "conformalCoverage",
            "Conformal coverage",
            Unit.FRACTION,
            Direction.NOMINAL,
            "Fraction of labels inside their conformal regions"),
    CONFORMAL_WIDTH(
            "conformalWidth",
            "Width of conformal intervals",
            Unit.LABEL,
            Direction.LOWER,
            "Mean width of the conformal intervals"),
    CONFORMAL_SET_SIZE(
            "conformalSetSize",
            "Size of conformal sets",
            Unit.CLASSES,
            Direction.LOWER,
            "Mean number of classes in a conformal set"),
    AUROC(
            "auroc",
            "AUROC",
            Unit.FRACTION,
            Direction.HIGHER,
            "Probability that a row of the second class gets a higher score than a row of the first"),
    MISCLASSIFICATION_AUROC(
            "misclassificationAuroc",
            "Misclassification AUROC",
            Unit.FRACTION,
            Direction.HIGHER,
            "Probability that a misclassified row is less confident than a correct one"),
    MISCLASSIFICATION_AUPR(
            "misclassificationAupr",
            "Misclassification AUPR",
            Unit.FRACTION,
            Direction.HIGHER,
            "Average precision of flagging misclassified rows, least confident first; chance level is the error rate"),
    AURC("aurc", "AURC", Unit.NONE, Direction.LOWER, "Area under the risk-coverage curve"),
    AUSE(
            "ause",
            "AUSE",
            Unit.NONE,
            Direction.LOWER,
            "Area between the sparsification curves by uncertainty and by the true error, as a fraction of the RMSE"),
    DISAGREEMENT(
            "disagreement",
            "Disagreement",
            Unit.FRACTION,
            Direction.NONE,
            "Fraction of component pairs that vote for different classes");

    /** The unit of a metric. */
    public enum Unit {
        /** The label's own unit. */
        LABEL(", in the label's unit"),
        /** A fraction or a probability, which the report shows as a percentage. */
        FRACTION(""),
        /** Natural units of information. */
        NATS(", in nats"),
        /** A number of classes. */
        CLASSES(""),
        /** A number without a unit. */
        NONE("");

        private final String phrase;

        Unit(String phrase) {
            this.phrase = phrase;
        }
    }

    /** The direction in which a metric improves. */
    public enum Direction {
        /** Lower values are better. */
        LOWER("; lower is better"),
        /** Higher values are better. */
        HIGHER("; higher is better"),
        /** Values near the nominal level are better. */
        NOMINAL("; should match the nominal level"),
        /** The metric describes the data or the model and has no better direction. */
        NONE("");

        private final String phrase;

        Direction(String phrase) {
            this.phrase = phrase;
        }
    }

    private final String key;
    private final String title;
    private final Unit unit;
    private final Direction direction;
    private final String meaning;

    Metric(String key, String title, Unit unit, Direction direction, String meaning) {
        this.key = key;
        this.title = title;
        this.unit = unit;
        this.direction = direction;
        this.meaning = meaning;
    }

    /** Returns the metric with the given key. */
    public static Optional<Metric> ofKey(String key) {
        for (Metric metric : values()) {
            if (metric.key.equals(key)) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }

    /** Returns the key in {@link Evaluation#metrics} and in {@code report.json}. */
    public String key() {
        return key;
    }

    /** Returns the key of the lower end of the metric's 95 % confidence interval. */
    public String lowerKey() {
        return key + "Lower";
    }

    /** Returns the key of the upper end of the metric's 95 % confidence interval. */
    public String upperKey() {
        return key + "Upper";
    }

    /** Returns the title in tables. */
    public String title() {
        return title;
    }

    /** Returns the unit. */
    public Unit unit() {
        return unit;
    }

    /** Returns which values are better. */
    public Direction direction() {
        return direction;
    }

    /** Returns one sentence about what the metric measures, its unit, and which values are better. */
    public String meaning() {
        return meaning + unit.phrase + direction.phrase + ".";
    }
}
