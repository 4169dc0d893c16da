package io.credence.ensemble.metric;

import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.exact.Moments;
import io.credence.ensemble.predictive.GaussianMixture;
import io.credence.ensemble.predictive.NormalQuantile;
import io.credence.ensemble.predictive.Uncertainty;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well Gaussian mixtures predict labels, summed row by row and merged piece by piece. Its size does not grow with the rows.
 *
 * <p>Sums are exact until they are read, so the same rows have the same metrics to the last bit, in whatever order they were added and
 * however they were grouped.
 *
 * <p>Everything is in the label's own unit. Coverage and its curve come from the probability integral transform (PIT): a label is
 * in the central interval of level p where |2 PIT - 1| is at most p, which holds for the mixture itself, not for a Gaussian in
 * its place. Proper scores: Gneiting and Raftery (2007). Miscalibration area: Tran et al. (2020). AUSE: Ilg et al. (2018).
 */
public final class RegressionAccumulator implements EvaluationAccumulator {
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

    /** Labels by the level, in percent, of the smallest central interval that holds them. */
    private final long[] levels = new long[LEVELS + 1];

    private final long[] pits = new long[PIT_BINS];
    private final ScoreHistogram byUncertainty = ScoreHistogram.ofRealLosses();
    private final ScoreHistogram byError = ScoreHistogram.ofRealLosses();
    private final UncertaintyDistribution uncertainties = new UncertaintyDistribution();

    /**
     * Scores one row.
     *
     * @param mixture the prediction
     * @param label the observed value, finite, in the unit of the mixture
     */
    public void add(GaussianMixture mixture, double label) {
        if (!Double.isFinite(label)) {
            throw new IllegalArgumentException("a label is " + label + "; it must be finite");
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
        double pit = mixture.cdf(label);
        pits[Math.min(PIT_BINS - 1, (int) (PIT_BINS * pit))]++;
        levels[(int) Math.ceil(LEVELS * Math.abs(2 * pit - 1))]++;
        byUncertainty.add(mixture.total(), error * error);
        byError.add(Math.abs(error), error * error);
        uncertainties.add(mixture.aleatoric(), mixture.epistemic());
    }

    /** The interval (Winkler) score: the width, and 2 / alpha times the distance of a label that is outside. */
    private void addInterval(GaussianMixture mixture, double label) {
        double lower = mixture.quantile(NormalQuantile.LOWER95);
        double upper = mixture.quantile(NormalQuantile.UPPER95);
        widths.add(upper - lower);
        intervalScores.add(upper
                - lower
                + (Math.max(0, lower - label) + Math.max(0, label - upper)) / NormalQuantile.LOWER95.probability());
    }

    /** Takes in another's rows; the other stays as it is. */
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

    /** The number of rows so far. */
    @Override
    public long rows() {
        return labels.count();
    }

    /**
     * The metrics of all rows so far.
     *
     * <p>Beyond those of report.json: {@code r2}; {@code intervalScore95}, the mean interval score of the central 95 % interval;
     * {@code sharpness}, the root of the mean predicted variance; {@code miscalibrationArea}, the mean distance of observed from
     * nominal coverage; {@code ause}, the area between the sparsification curves by predicted variance and by the error
     * itself, as shares of the RMSE; {@code coverage50Lower} and the like, the 95 % confidence interval of a coverage. Metrics that
     * are not finite are left out, such as {@code r2} where all labels are equal.
     *
     * <p>Curves: {@code coverage} (nominal level, observed share), {@code pit} (bin centre, density), {@code sparsification} and
     * {@code sparsificationOracle} (share of the rows kept, their RMSE), {@code aleatoric} and {@code epistemic} (variance, share of the rows).
     *
     * @throws IllegalStateException if there are no rows
     */
    @Override
    public Evaluation evaluation() {
        if (rows() == 0) {
            throw new IllegalStateException("there is nothing to evaluate: 0 rows; at least 1 is needed");
        }
        double n = rows();
        Uncertainty uncertainty = Uncertainty.of(aleatoric.value() / n, epistemic.value() / n);
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("rmse", Math.sqrt(squaredErrors.value() / n));
        metrics.put("mae", absoluteErrors.value() / n);
        metrics.put("r2", 1 - squaredErrors.value() / (n * labels.variance()));
        metrics.put("nll", negativeLogLikelihood.value() / n);
        metrics.put("gaussianNll", gaussianNegativeLogLikelihood.value() / n);
        metrics.put("crps", crps.value() / n);
        metrics.put("intervalWidth95", widths.value() / n);
        metrics.put("intervalScore95", intervalScores.value() / n);
        metrics.put("sharpness", Math.sqrt(uncertainty.total()));
        Curve coverage = coverageCurve();
        metrics.put("miscalibrationArea", miscalibrationArea(coverage));
        for (int level : new int[] {50, 90, 95}) {
            put(metrics, "coverage" + level, Interval.ofShare(coverage.count()[level], rows()));
        }
        Curve sparsification = rootMeanSquare(byUncertainty);
        Curve oracle = rootMeanSquare(byError);
        metrics.put("ause", areaBetween(sparsification, oracle));
        metrics.values().removeIf(value -> !Double.isFinite(value));
        Map<String, Curve> curves = new TreeMap<>(uncertainties.curves());
        curves.put("coverage", coverage);
        curves.put("pit", pitHistogram());
        curves.put("sparsification", sparsification);
        curves.put("sparsificationOracle", oracle);
        return new Evaluation(rows(), metrics, uncertainty, curves);
    }

    static void put(SortedMap<String, Double> metrics, String name, Interval interval) {
        metrics.put(name, interval.value());
        metrics.put(name + "Lower", interval.lower());
        metrics.put(name + "Upper", interval.upper());
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

    /** The trapezoidal rule over the levels. */
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
        double all = curve.y()[LEVELS - 1];
        return all == 0 ? 0 : sum / LEVELS / all;
    }
}
