package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.Prediction;
import io.credence.ensemble.predictive.Uncertainty;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accumulates how well mixtures of class probabilities predict labels. Its size does not grow with the number of rows.
 *
 * <p>Sums are exact until they are read. The same rows therefore give bit-identical metrics, whatever the order in
 * which they are added and merged.
 *
 * <p>Calibration errors use 15 bins (Guo et al. 2017): of equal width for {@code ece}, {@code mce} and
 * {@code classwiseEce}, of equal mass for {@code adaptiveEce}. The Brier score is the sum over the classes of (p -
 * y)^2, between 0 and 2 (Brier 1950).
 */
public final class ClassificationAccumulator implements EvaluationAccumulator, Serializable {
    private static final long serialVersionUID = 1L;

    private static final int CURVE_POINTS = 100;
    private static final int MAX_CONFUSION_CLASSES = 50;

    private final int classes;
    private final ReliabilityBins confidence = new ReliabilityBins();
    private final ReliabilityBins[] byClass;
    private final ScoreHistogram errorsByUncertainty = new ScoreHistogram();

    /** The log-odds of the second class, for two classes only; otherwise empty. */
    private final ScoreHistogram logOdds = new ScoreHistogram();

    private final UncertaintyDistribution uncertainties = new UncertaintyDistribution();
    private final long[] labels;
    private final long[] predictions;
    private final long[] hits;

    /** {@code [label, prediction]}; empty if there are too many classes. */
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
            throw new IllegalArgumentException("the number of classes is " + classes + "; it must be at least 2");
        }
        this.classes = classes;
        byClass = new ReliabilityBins[classes];
        for (int k = 0; k < classes; k++) {
            byClass[k] = new ReliabilityBins();
        }
        labels = new long[classes];
        predictions = new long[classes];
        hits = new long[classes];
        confusion = new long[classes <= MAX_CONFUSION_CLASSES ? classes * classes : 0];
    }

    @Override
    public void add(Prediction prediction, double label) {
        add((CategoricalMixture) prediction, (int) label);
    }

    private void add(CategoricalMixture mixture, int label) {
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
        errorsByUncertainty.add(mixture.leastConfidence(), hit ? 0 : 1);
        if (classes == 2) {
            logOdds.add(mixture.logProbability(1) - mixture.logProbability(0), label);
        }
        for (int k = 0; k < classes; k++) {
            double probability = mixture.probability(k);
            double gap = probability - (k == label ? 1 : 0);
            squares.add(gap * gap);
            byClass[k].add(probability, k == label);
        }
    }

    /** Adds the rows of another accumulator with the same number of classes, leaving it unchanged. */
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
        errorsByUncertainty.merge(other.errorsByUncertainty);
        logOdds.merge(other.logOdds);
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

    /** Returns the number of rows added so far. */
    @Override
    public long rows() {
        return rows;
    }

    /**
     * Returns the {@link Metric metrics} and curves of all rows so far.
     *
     * <p>{@code accuracy}, {@code auroc}, {@code ece} and {@code misclassificationAuroc} come with 95 % confidence
     * intervals. {@code brier} equals {@code brierReliability - brierResolution + brierUncertainty}: Murphy (1973) by
     * class, in the bins of {@code classwiseEce}, with the variation within bins counted as resolution (Stephenson et
     * al. 2008), so that the sum is exact. Metrics that are not finite are omitted, such as
     * {@code misclassificationAupr} if every row is classified correctly.
     *
     * <p>Curves (x; y), with NaN for values without rows:
     *
     * <ul>
     *   <li>{@code reliability} (bin centre; fraction of hits) and {@code confidence} (bin centre; mean confidence)
     *   <li>{@code riskCoverage} (fraction of rows kept; their error rate)
     *   <li>{@code recall} and {@code precision} (class; value)
     *   <li>{@code roc} (false positive rate; true positive rate) of the second class, if there are two classes and
     *       both occur
     *   <li>{@code aleatoric} and {@code epistemic} (nats; fraction of rows)
     *   <li>{@code confusion} (label * classes + prediction; fraction of the label's rows), for at most 50 classes
     * </ul>
     *
     * @throws IllegalStateException if there are no rows
     */
    @Override
    public Evaluation evaluation() {
        if (rows == 0) {
            throw new IllegalStateException("there are 0 rows to evaluate; at least 1 is required");
        }
        double n = rows;
        Ranking ranking = errorsByUncertainty.ranking();
        Curve recall = hitRates(labels);
        MetricValues metrics = new MetricValues();
        metrics.put(Metric.ACCURACY, ConfidenceInterval.ofFraction(sum(hits), rows));
        metrics.put(Metric.BALANCED_ACCURACY, meanOfPresent(recall.y()));
        metrics.put(Metric.NLL, negativeLogLikelihood.value() / n);
        metrics.put(Metric.DISAGREEMENT, disagreement.value() / n);
        metrics.put(Metric.AURC, ranking.areaUnderRiskCoverage());
        metrics.put(Metric.MISCLASSIFICATION_AUROC, ranking.auroc());
        metrics.put(Metric.MISCLASSIFICATION_AUPR, ranking.averagePrecision());
        if (classes == 2) {
            metrics.put(Metric.AUROC, logOdds.ranking().auroc());
        }
        putCalibration(metrics, ranking);
        putBrier(metrics);
        Map<String, Curve> curves = new TreeMap<>(Map.of(
                "reliability", confidence.hitCurve(),
                "confidence", confidence.confidenceCurve(),
                "riskCoverage", ranking.riskCoverage(CURVE_POINTS),
                "recall", recall,
                "precision", hitRates(predictions)));
        curves.putAll(uncertainties.curves());
        if (classes == 2 && labels[0] > 0 && labels[1] > 0) {
            curves.put("roc", logOdds.ranking().receiverOperatingCharacteristic(CURVE_POINTS));
        }
        if (confusion.length > 0) {
            curves.put("confusion", confusionCurve());
        }
        return new Evaluation(
                rows, metrics.finite(), Uncertainty.of(aleatoric.value() / n, epistemic.value() / n), curves);
    }

    private void putCalibration(MetricValues metrics, Ranking ranking) {
        metrics.put(Metric.ECE, confidence.expectedErrorInterval());
        metrics.put(Metric.ECE_OF_CALIBRATED, confidence.expectedErrorOfCalibrated());
        metrics.put(Metric.MCE, confidence.maximumError());
        metrics.put(Metric.ADAPTIVE_ECE, ranking.equalMassError(ReliabilityBins.BINS));
        double sum = 0;
        for (ReliabilityBins bins : byClass) {
            sum += bins.expectedError();
        }
        metrics.put(Metric.CLASSWISE_ECE, sum / classes);
    }

    private void putBrier(MetricValues metrics) {
        double brier = squares.value() / rows;
        double reliability = 0;
        double uncertainty = 0;
        for (ReliabilityBins bins : byClass) {
            reliability += bins.squaredError();
            uncertainty += bins.hitFraction() * (1 - bins.hitFraction());
        }
        metrics.put(Metric.BRIER, brier);
        metrics.put(Metric.BRIER_RELIABILITY, reliability);
        metrics.put(Metric.BRIER_UNCERTAINTY, uncertainty);
        metrics.put(Metric.BRIER_RESOLUTION, reliability + uncertainty - brier);
    }

    private Curve hitRates(long[] totals) {
        double[] x = new double[classes];
        double[] y = new double[classes];
        for (int k = 0; k < classes; k++) {
            x[k] = k;
            y[k] = hits[k] / (double) totals[k];
        }
        return new Curve(x, y, totals.clone());
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
