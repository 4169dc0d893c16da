package io.credence.ensemble.evaluation;

import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.metric.Evaluation;
import io.credence.ensemble.metric.EvaluationAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.predictive.Prediction;
import java.io.Serializable;

/** The evaluation of a split, or of a part of it: metrics with and without calibration, and the rows to review. */
public final class SplitScores implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Metric regionSize;
    private final EvaluationAccumulator calibrated;
    private final EvaluationAccumulator uncalibrated;
    private final CoverageAccumulator regions = new CoverageAccumulator();
    private final TopRows mostEpistemic = new TopRows();
    private final TopRows mostAleatoric = new TopRows();
    private final OutOfDistributionAccumulator distribution = new OutOfDistributionAccumulator();

    private SplitScores(Likelihood likelihood, EvaluationAccumulator calibrated, EvaluationAccumulator uncalibrated) {
        this.regionSize = likelihood.regionSize();
        this.calibrated = calibrated;
        this.uncalibrated = uncalibrated;
    }

    static SplitScores of(Likelihood likelihood, LabelColumn label) {
        return new SplitScores(likelihood, likelihood.metrics(label), likelihood.metrics(label));
    }

    void addUncalibrated(Prediction prediction, double label) {
        uncalibrated.add(prediction, label);
    }

    void addCalibrated(Prediction prediction, double label, int shard, int row) {
        calibrated.add(prediction, label);
        ScoredRow scored =
                new ScoredRow(shard, row, prediction.point(), label, prediction.aleatoric(), prediction.epistemic());
        mostEpistemic.offer(prediction.epistemic(), scored);
        mostAleatoric.offer(prediction.aleatoric(), scored);
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
        return regions.rows() == 0 ? evaluation : evaluation.with(regions.metrics(regionSize));
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
