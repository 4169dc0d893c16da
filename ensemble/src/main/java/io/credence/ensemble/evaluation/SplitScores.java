package io.credence.ensemble.evaluation;

import io.credence.ensemble.metric.ClassificationAccumulator;
import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.metric.RegressionAccumulator;
import io.credence.ensemble.predictive.CategoricalMixture;
import io.credence.ensemble.predictive.GaussianMixture;

/** The evaluation of a split, or of a part of it: metrics with and without calibration, and the rows to review. */
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

    /** Adds one row as in-distribution, for comparison with out-of-distribution rows. */
    void addToDistribution(GaussianMixture mixture) {
        distribution.add(mixture, false);
    }

    /** Like {@link #addToDistribution(GaussianMixture)}. */
    void addToDistribution(CategoricalMixture mixture) {
        distribution.add(mixture, false);
    }

    /**
     * Adds one row's conformal region.
     *
     * @param contains whether it contains the label
     * @param size its width or its number of classes
     */
    void addRegion(boolean contains, double size) {
        regions.add(contains, size);
    }

    /** Adds the scores of other rows of the same split. The result is bit-identical in any order. */
    public void merge(SplitScores other) {
        calibrated.merge(other.calibrated);
        uncalibrated.merge(other.uncalibrated);
        regions.merge(other.regions);
        mostEpistemic.merge(other.mostEpistemic);
        mostAleatoric.merge(other.mostAleatoric);
        distribution.merge(other.distribution);
    }

    /** Returns the number of rows added so far. */
    public long rows() {
        return calibrated.rows();
    }

    /**
     * Returns the evaluation with the model's calibration. If the model has conformal regions, it includes their
     * coverage and mean size.
     */
    public Evaluation calibrated() {
        Evaluation evaluation = calibrated.evaluation();
        return regions.rows() == 0 ? evaluation : evaluation.with(regions.metrics(sizeMetric()));
    }

    private Metric sizeMetric() {
        return calibrated instanceof RegressionAccumulator ? Metric.CONFORMAL_WIDTH : Metric.CONFORMAL_SET_SIZE;
    }

    /** Returns the evaluation without calibration. */
    public Evaluation uncalibrated() {
        return uncalibrated.evaluation();
    }

    /** Returns the scores for comparison with out-of-distribution rows; empty if they were not requested. */
    public OutOfDistributionAccumulator distribution() {
        return distribution;
    }

    /** Returns the rows with the highest epistemic uncertainty, highest first. */
    public TopRows mostEpistemic() {
        return mostEpistemic;
    }

    /** Returns the rows with the highest aleatoric uncertainty, highest first. */
    public TopRows mostAleatoric() {
        return mostAleatoric;
    }
}
