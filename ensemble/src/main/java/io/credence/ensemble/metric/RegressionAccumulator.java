package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.exact.Moments;
import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.Prediction;
import io.credence.ensemble.predictive.StandardNormal;
import io.credence.ensemble.predictive.Uncertainty;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accumulates how well distributions of a number predict labels. Its size does not grow with the number of rows.
 *
 * <p>Sums are exact until they are read. The same rows therefore give bit-identical metrics, whatever the order in
 * which they are added and merged.
 *
 * <p>Everything is in the label's own unit. Coverage comes from the probability integral transform (PIT): a label is
 * in the central interval of level p if |2 PIT - 1| is at most p. This is exact for the mixture, without a Gaussian
 * approximation. Proper scores: Gneiting and Raftery (2007). Miscalibration area: Tran et al. (2020). AUSE: Ilg et al.
 * (2018).
 */
public final class RegressionAccumulator implements EvaluationAccumulator, Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LEVELS = 100;
    private static final int PIT_BINS = 20;

    private final Moments labels = new Moments();
    private final ExactSum squaredErrors = new ExactSum();
    private final ExactSum absoluteErrors = new ExactSum();
    private final ExactSum negativeLogLikelihood = new ExactSum();
    private final ExactSum gaussianNegativeLogLikelihood = new ExactSum();
    private final ExactSum crps = new ExactSum();
    private final ExactSum widths = new ExactSum();
    private final ExactSum intervalScores = new ExactSum();
    private final ExactSum aleatoric = new ExactSum();
    private final ExactSum epistemic = new ExactSum();

    /** The number of labels by the level, in percent, of the smallest central interval that contains them. */
    private final long[] levels = new long[LEVELS + 1];

    private final long[] pits = new long[PIT_BINS];
    private final ScoreHistogram byUncertainty = ScoreHistogram.ofRealLosses();
    private final ScoreHistogram byError = ScoreHistogram.ofRealLosses();
    private final UncertaintyDistribution uncertainties = new UncertaintyDistribution();

    @Override
    public void add(Prediction prediction, double label) {
        NumericPrediction mixture = (NumericPrediction) prediction;
        if (!Double.isFinite(label)) {
            throw new IllegalArgumentException("the label is " + label + "; it must be finite");
        }
        double error = label - mixture.mean();
        labels.add(label);
        squaredErrors.add(error * error);
        absoluteErrors.add(Math.abs(error));
        negativeLogLikelihood.add(-mixture.logDensity(label));
        gaussianNegativeLogLikelihood.add(-mixture.gaussianLogDensity(label));
        crps.add(mixture.crps(label));
        aleatoric.add(mixture.aleatoric());
        epistemic.add(mixture.epistemic());
        addInterval(mixture, label);
        double pit = mixture.probabilityTransform(label);
        pits[Math.min(PIT_BINS - 1, (int) (PIT_BINS * pit))]++;
        levels[(int) Math.ceil(LEVELS * mixture.centralLevel(label))]++;
        byUncertainty.add(mixture.total(), error * error);
        byError.add(Math.abs(error), error * error);
        uncertainties.add(mixture.aleatoric(), mixture.epistemic());
    }

    /**
     * Adds the interval (Winkler) score: the width, plus 2 / alpha times the distance of a label outside the interval.
     */
    private void addInterval(NumericPrediction mixture, double label) {
        double lower = mixture.lower95();
        double upper = mixture.upper95();
        widths.add(upper - lower);
        intervalScores.add(upper
                - lower
                + (Math.max(0, lower - label) + Math.max(0, label - upper))
                        / StandardNormal.Quantile.LOWER95.probability());
    }

    /** Adds the rows of another accumulator, leaving it unchanged. */
    @Override
    public void merge(EvaluationAccumulator accumulator) {
        RegressionAccumulator other = (RegressionAccumulator) accumulator;
        labels.add(other.labels);
        squaredErrors.add(other.squaredErrors);
        absoluteErrors.add(other.absoluteErrors);
        negativeLogLikelihood.add(other.negativeLogLikelihood);
        gaussianNegativeLogLikelihood.add(other.gaussianNegativeLogLikelihood);
        crps.add(other.crps);
        widths.add(other.widths);
        intervalScores.add(other.intervalScores);
        aleatoric.add(other.aleatoric);
        epistemic.add(other.epistemic);
        for (int i = 0; i < levels.length; i++) {
            levels[i] += other.levels[i];
        }
        for (int i = 0; i < pits.length; i++) {
            pits[i] += other.pits[i];
        }
        byUncertainty.merge(other.byUncertainty);
        byError.merge(other.byError);
        uncertainties.merge(other.uncertainties);
    }

    /** Returns the number of rows added so far. */
    @Override
    public long rows() {
        return labels.count();
    }

    /**
     * Returns the {@link Metric metrics} and curves of all rows so far.
     *
     * <p>Coverages come with 95 % confidence intervals. Metrics that are not finite are omitted, such as {@code r2} if
     * all labels are equal.
     *
     * <p>Curves (x; y):
     *
     * <ul>
     *   <li>{@code coverage} (nominal level; observed fraction)
     *   <li>{@code pit} (bin centre; density)
     *   <li>{@code sparsification} and {@code sparsificationOracle} (fraction of rows kept; their RMSE), by predicted
     *       variance and by the true error
     *   <li>{@code aleatoric} and {@code epistemic} (variance; fraction of rows)
     * </ul>
     *
     * @throws IllegalStateException if there are no rows
     */
    @Override
    public Evaluation evaluation() {
        if (rows() == 0) {
            throw new IllegalStateException("there are 0 rows to evaluate; at least 1 is required");
        }
        double n = rows();
        Uncertainty uncertainty = Uncertainty.of(aleatoric.value() / n, epistemic.value() / n);
        MetricValues metrics = new MetricValues();
        metrics.put(Metric.RMSE, Math.sqrt(squaredErrors.value() / n));
        metrics.put(Metric.MAE, absoluteErrors.value() / n);
        metrics.put(Metric.R2, 1 - squaredErrors.value() / (n * labels.variance()));
        metrics.put(Metric.NLL, negativeLogLikelihood.value() / n);
        metrics.put(Metric.GAUSSIAN_NLL, gaussianNegativeLogLikelihood.value() / n);
        metrics.put(Metric.CRPS, crps.value() / n);
        metrics.put(Metric.INTERVAL_WIDTH_95, widths.value() / n);
        metrics.put(Metric.INTERVAL_SCORE_95, intervalScores.value() / n);
        metrics.put(Metric.SHARPNESS, Math.sqrt(uncertainty.total()));
        Curve coverage = coverageCurve();
        metrics.put(Metric.MISCALIBRATION_AREA, miscalibrationArea(coverage));
        metrics.put(Metric.COVERAGE_50, ConfidenceInterval.ofFraction(coverage.count()[50], rows()));
        metrics.put(Metric.COVERAGE_90, ConfidenceInterval.ofFraction(coverage.count()[90], rows()));
        metrics.put(Metric.COVERAGE_95, ConfidenceInterval.ofFraction(coverage.count()[95], rows()));
        Curve sparsification = rootMeanSquare(byUncertainty);
        Curve oracle = rootMeanSquare(byError);
        metrics.put(Metric.AUSE, areaBetween(sparsification, oracle));
        Map<String, Curve> curves = new TreeMap<>(uncertainties.curves());
        curves.put("coverage", coverage);
        curves.put("pit", pitHistogram());
        curves.put("sparsification", sparsification);
        curves.put("sparsificationOracle", oracle);
        return new Evaluation(rows(), metrics.finite(), uncertainty, curves);
    }

    private Curve coverageCurve() {
        double[] x = new double[LEVELS + 1];
        double[] y = new double[LEVELS + 1];
        long[] count = new long[LEVELS + 1];
        long within = 0;
        for (int i = 0; i <= LEVELS; i++) {
            within += levels[i];
            x[i] = i / (double) LEVELS;
            y[i] = within / (double) rows();
            count[i] = within;
        }
        return new Curve(x, y, count);
    }

    /** Integrates over the levels by the trapezoidal rule. */
    private static double miscalibrationArea(Curve coverage) {
        double sum = 0;
        for (int i = 0; i <= LEVELS; i++) {
            double distance = Math.abs(coverage.y()[i] - coverage.x()[i]);
            sum += i == 0 || i == LEVELS ? 0.5 * distance : distance;
        }
        return sum / LEVELS;
    }

    private Curve pitHistogram() {
        double[] x = new double[PIT_BINS];
        double[] y = new double[PIT_BINS];
        for (int i = 0; i < PIT_BINS; i++) {
            x[i] = (i + 0.5) / PIT_BINS;
            y[i] = pits[i] * PIT_BINS / (double) rows();
        }
        return new Curve(x, y, pits.clone());
    }

    private static Curve rootMeanSquare(ScoreHistogram histogram) {
        Curve mean = histogram.ranking().riskCoverage(LEVELS);
        double[] root = mean.y().clone();
        for (int i = 0; i < root.length; i++) {
            root[i] = Math.sqrt(root[i]);
        }
        return new Curve(mean.x(), root, mean.count());
    }

    private static double areaBetween(Curve curve, Curve oracle) {
        double sum = 0;
        for (int i = 0; i < LEVELS; i++) {
            sum += curve.y()[i] - oracle.y()[i];
        }
        double rmse = curve.y()[LEVELS - 1];
        return rmse == 0 ? 0 : sum / LEVELS / rmse;
    }
}
