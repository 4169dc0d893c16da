package io.credence.ensemble.evaluation;

import io.credence.ensemble.metric.ClassificationAccumulator;
import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.metric.RegressionAccumulator;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;

/** What the rows of a split, or of a part of it, have shown: metrics with and without calibration, and the rows worth looking at. */
public final class SplitScores {
    private final EvaluationAccumulator calibrated;
    private final EvaluationAccumulator uncalibrated;
    private final CoverageAccumulator regions = new CoverageAccumulator();
    private final TopRows mostEpistemic = new TopRows();
    private final TopRows mostAleatoric = new TopRows();
    private final OutOfDistributionAccumulator distribution = new OutOfDistributionAccumulator();

    private SplitScores(EvaluationAccumulator calibrated, EvaluationAccumulator uncalibrated) {
        this.calibrated = calibrated;
        this.uncalibrated = uncalibrated;
    }

    static SplitScores ofRegression() {
        return new SplitScores(new RegressionAccumulator(), new RegressionAccumulator());
    }

    static SplitScores ofClasses(int classes) {
        return new SplitScores(new ClassificationAccumulator(classes), new ClassificationAccumulator(classes));
    }

    void addUncalibrated(GaussianMixture mixture, double label) {
        ((RegressionAccumulator) uncalibrated).add(mixture, label);
    }

    void addUncalibrated(CategoricalMixture mixture, int label) {
        ((ClassificationAccumulator) uncalibrated).add(mixture, label);
    }

    void addCalibrated(GaussianMixture mixture, double label, int shard, int row) {
        ((RegressionAccumulator) calibrated).add(mixture, label);
        ScoredRow scored = new ScoredRow(shard, row, mixture.mean(), label, mixture.aleatoric(), mixture.epistemic());
        mostEpistemic.offer(mixture.epistemic(), scored);
        mostAleatoric.offer(mixture.aleatoric(), scored);
    }

    void addCalibrated(CategoricalMixture mixture, int label, int shard, int row) {
        ((ClassificationAccumulator) calibrated).add(mixture, label);
        ScoredRow scored =
                new ScoredRow(shard, row, mixture.prediction(), label, mixture.aleatoric(), mixture.epistemic());
        mostEpistemic.offer(mixture.epistemic(), scored);
        mostAleatoric.offer(mixture.aleatoric(), scored);
    }

    /** Counts one row, of the distribution that the split stands for, to be told from others. */
    void addToDistribution(GaussianMixture mixture) {
        distribution.add(mixture, false);
    }

    /** As {@link #addToDistribution(GaussianMixture)}. */
    void addToDistribution(CategoricalMixture mixture) {
        distribution.add(mixture, false);
    }

    /**
     * Counts one row's conformal region.
     *
     * @param contains whether the label was in it
     * @param size its width, or its number of classes
     */
    void addRegion(boolean contains, double size) {
        regions.add(contains, size);
    }

    /** Takes in what other rows of the same split have shown; in whatever order, the bits are the same. */
    public void merge(SplitScores other) {
        calibrated.merge(other.calibrated);
        uncalibrated.merge(other.uncalibrated);
        regions.merge(other.regions);
        mostEpistemic.merge(other.mostEpistemic);
        mostAleatoric.merge(other.mostAleatoric);
        distribution.merge(other.distribution);
    }

    /** The number of rows so far. */
    public long rows() {
        return calibrated.rows();
    }

    /**
     * With the model's calibration; where the model has conformal regions, also {@code conformalCoverage}, the share of the labels that
     * they hold, with its 95 % confidence interval, and {@code conformalWidth} or {@code conformalSetSize}, their mean size.
     */
    public Evaluation calibrated() {
        Evaluation evaluation = calibrated.evaluation();
        return regions.rows() == 0 ? evaluation : evaluation.with(regions.metrics(sizeName()));
    }

    private String sizeName() {
        return calibrated instanceof RegressionAccumulator ? "conformalWidth" : "conformalSetSize";
    }

    /** As the members predict. */
    public Evaluation uncalibrated() {
        return uncalibrated.evaluation();
    }

    /** What tells these rows from rows of another distribution; of no rows where that was not asked for. */
    public OutOfDistributionAccumulator distribution() {
        return distribution;
    }

    /** The rows about which the model knows least, first the least known. */
    public TopRows mostEpistemic() {
        return mostEpistemic;
    }

    /** The rows whose label the data tell least, first the noisiest. */
    public TopRows mostAleatoric() {
        return mostAleatoric;
    }
}
