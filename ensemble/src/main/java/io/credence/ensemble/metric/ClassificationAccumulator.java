package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Uncertainty;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well mixtures of class probabilities predict labels, summed row by row and merged piece by piece. Its size does not grow
 * with the rows.
 *
 * <p>Sums are exact until they are read, so the same rows have the same metrics to the last bit, in whatever order they were added and
 * however they were grouped.
 *
 * <p>Calibration errors use 15 bins (Guo et al. 2017): {@code ece}, {@code mce} and {@code classwiseEce} of equal width,
 * {@code adaptiveEce} of equal mass. Brier is the sum over the classes of (p - y)^2, between 0 and 2 (Brier 1950).
 */
public final class ClassificationAccumulator implements EvaluationAccumulator {
    private static final int COVERAGES = 100;
    private static final int MOST_CLASSES_OF_CONFUSION = 50;

    private final int classes;
    private final ReliabilityBins confidence = new ReliabilityBins();
    private final ReliabilityBins[] byClass;
    private final ScoreHistogram errorsByDoubt = new ScoreHistogram();

    /** The second class against the first, by their log-odds; stays empty for more classes. */
    private final ScoreHistogram secondClass = new ScoreHistogram();

    private final UncertaintyDistribution uncertainties = new UncertaintyDistribution();
    private final long[] labels;
    private final long[] predictions;
    private final long[] hits;

    /** [label, prediction]; empty for many classes. */
    private final long[] confusion;

    private long rows;
    private final ExactSum negativeLogLikelihood = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private final ExactSum aleatoric = new ExactSum();
    private final ExactSum epistemic = new ExactSum();
    private final ExactSum disagreement = new ExactSum();

    /** @param classes the number of classes, at least 2 */
    public ClassificationAccumulator(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("there are " + classes + " classes; there must be at least 2");
        }
        this.classes = classes;
        byClass = new ReliabilityBins[classes];
        for (int k = 0; k < classes; k++) {
            byClass[k] = new ReliabilityBins();
        }
        labels = new long[classes];
        predictions = new long[classes];
        hits = new long[classes];
        confusion = new long[classes <= MOST_CLASSES_OF_CONFUSION ? classes * classes : 0];
    }

    /**
     * Scores one row.
     *
     * @param mixture the prediction, of as many classes
     * @param label the observed class, in [0, classes)
     */
    public void add(CategoricalMixture mixture, int label) {
        if (mixture.classes() != classes || label < 0 || label >= classes) {
            throw new IllegalArgumentException("a prediction of " + mixture.classes() + " classes has the label "
                    + label + "; it must have " + classes + " classes and a label in [0, " + classes + ")");
        }
        int prediction = mixture.prediction();
        boolean hit = prediction == label;
        rows++;
        labels[label]++;
        predictions[prediction]++;
        hits[label] += hit ? 1 : 0;
        if (confusion.length > 0) {
            confusion[label * classes + prediction]++;
        }
        negativeLogLikelihood.add(-mixture.logProbability(label));
        aleatoric.add(mixture.aleatoric());
        epistemic.add(mixture.epistemic());
        disagreement.add(mixture.disagreement());
        uncertainties.add(mixture.aleatoric(), mixture.epistemic());
        confidence.add(mixture.confidence(), hit);
        errorsByDoubt.add(mixture.leastConfidence(), hit ? 0 : 1);
        if (classes == 2) {
            secondClass.add(mixture.logProbability(1) - mixture.logProbability(0), label);
        }
        for (int k = 0; k < classes; k++) {
            double probability = mixture.probability(k);
            double gap = probability - (k == label ? 1 : 0);
            squares.add(gap * gap);
            byClass[k].add(probability, k == label);
        }
    }

    /** Takes in another's rows, of as many classes; the other stays as it is. */
    @Override
    public void merge(EvaluationAccumulator accumulator) {
        ClassificationAccumulator other = (ClassificationAccumulator) accumulator;
        if (other.classes != classes) {
            throw new IllegalArgumentException(
                    "rows of " + other.classes + " classes cannot be merged into rows of " + classes + " classes");
        }
        rows += other.rows;
        negativeLogLikelihood.add(other.negativeLogLikelihood);
        squares.add(other.squares);
        aleatoric.add(other.aleatoric);
        epistemic.add(other.epistemic);
        disagreement.add(other.disagreement);
        confidence.merge(other.confidence);
        errorsByDoubt.merge(other.errorsByDoubt);
        secondClass.merge(other.secondClass);
        uncertainties.merge(other.uncertainties);
        for (int k = 0; k < classes; k++) {
            byClass[k].merge(other.byClass[k]);
        }
        addAll(labels, other.labels);
        addAll(predictions, other.predictions);
        addAll(hits, other.hits);
        addAll(confusion, other.confusion);
    }

    private static void addAll(long[] to, long[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** The number of rows so far. */
    @Override
    public long rows() {
        return rows;
    }

    /**
     * The metrics of all rows so far.
     *
     * <p>Beyond those of report.json: {@code mce}; {@code balancedAccuracy}, the mean recall of the classes that occur;
     * {@code disagreement}, the mean share of pairs of components with different votes; {@code eceOfCalibrated}, what {@code ece}
     * would be on as many rows if every probability were right; {@code eceLower} and {@code eceUpper}, likewise of
     * {@code accuracy}, {@code auroc} and {@code misclassificationAuroc}: 95 % confidence intervals; {@code misclassificationAupr}, the average
     * precision of flagging wrong rows by doubt, left out where none is wrong. Brier is
     * {@code brierReliability - brierResolution + brierUncertainty} (Murphy 1973 by class, in the bins of {@code classwiseEce}; the
     * resolution includes what varies within the bins, Stephenson et al. 2008, so that the sum is exact).
     *
     * <p>Curves: {@code reliability} and {@code confidence} (bin centre; share of hits, mean confidence), {@code riskCoverage}
     * (share of the rows kept, their error rate), {@code recall} and {@code precision} by class, of two classes that both occur {@code roc} (false and true positive rate of the second), {@code aleatoric} and {@code epistemic} (nats, share of the rows), and for up to 50 classes
     * {@code confusion} (label * classes + prediction, share of the label's rows). Values that have no rows are NaN; metrics that are
     * not finite are left out.
     *
     * @throws IllegalStateException if there are no rows
     */
    @Override
    public Evaluation evaluation() {
        if (rows == 0) {
            throw new IllegalStateException("there is nothing to evaluate: 0 rows; at least 1 is needed");
        }
        double n = rows;
        Ranking doubt = errorsByDoubt.ranking();
        Curve recall = byClass(labels);
        SortedMap<String, Double> metrics = new TreeMap<>();
        RegressionAccumulator.put(metrics, "accuracy", Interval.ofShare(sum(hits), rows));
        metrics.put("balancedAccuracy", meanOfPresent(recall.y()));
        metrics.put("nll", negativeLogLikelihood.value() / n);
        metrics.put("disagreement", disagreement.value() / n);
        metrics.put("aurc", doubt.areaUnderRiskCoverage());
        RegressionAccumulator.put(metrics, "misclassificationAuroc", doubt.auroc());
        metrics.put("misclassificationAupr", doubt.averagePrecision());
        if (classes == 2) {
            RegressionAccumulator.put(metrics, "auroc", secondClass.ranking().auroc());
        }
        putCalibration(metrics, doubt);
        putBrier(metrics);
        metrics.values().removeIf(value -> !Double.isFinite(value));
        Map<String, Curve> curves = new TreeMap<>(Map.of(
                "reliability", confidence.hitCurve(),
                "confidence", confidence.confidenceCurve(),
                "riskCoverage", doubt.riskCoverage(COVERAGES),
                "recall", recall,
                "precision", byClass(predictions)));
        curves.putAll(uncertainties.curves());
        if (classes == 2 && labels[0] > 0 && labels[1] > 0) {
            curves.put("roc", secondClass.ranking().receiverOperatingCharacteristic(COVERAGES));
        }
        if (confusion.length > 0) {
            curves.put("confusion", confusionCurve());
        }
        return new Evaluation(rows, metrics, Uncertainty.of(aleatoric.value() / n, epistemic.value() / n), curves);
    }

    private void putCalibration(SortedMap<String, Double> metrics, Ranking doubt) {
        RegressionAccumulator.put(metrics, "ece", confidence.expectedErrorInterval());
        metrics.put("eceOfCalibrated", confidence.expectedErrorOfCalibrated());
        metrics.put("mce", confidence.maximumError());
        metrics.put("adaptiveEce", doubt.equalMassError(ReliabilityBins.BINS));
        double sum = 0;
        for (ReliabilityBins bins : byClass) {
            sum += bins.expectedError();
        }
        metrics.put("classwiseEce", sum / classes);
    }

    private void putBrier(SortedMap<String, Double> metrics) {
        double brier = squares.value() / rows;
        double reliability = 0;
        double uncertainty = 0;
        for (ReliabilityBins bins : byClass) {
            reliability += bins.squaredError();
            uncertainty += bins.share() * (1 - bins.share());
        }
        metrics.put("brier", brier);
        metrics.put("brierReliability", reliability);
        metrics.put("brierUncertainty", uncertainty);
        metrics.put("brierResolution", reliability + uncertainty - brier);
    }

    private Curve byClass(long[] of) {
        double[] x = new double[classes];
        double[] y = new double[classes];
        for (int k = 0; k < classes; k++) {
            x[k] = k;
            y[k] = hits[k] / (double) of[k];
        }
        return new Curve(x, y, of.clone());
    }

    private Curve confusionCurve() {
        double[] x = new double[confusion.length];
        double[] y = new double[confusion.length];
        for (int i = 0; i < confusion.length; i++) {
            x[i] = i;
            y[i] = confusion[i] / (double) labels[i / classes];
        }
        return new Curve(x, y, confusion.clone());
    }

    private static double meanOfPresent(double[] values) {
        double sum = 0;
        int present = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                present++;
            }
        }
        return sum / present;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
