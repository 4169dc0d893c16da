package io.credence.driver.evaluation;

import io.credence.driver.config.CalibrationSpec;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConformalSpec;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.CalibrationFit;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.posterior.EnsembleModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Fits the calibration that a configuration selects on validation rows, then the conformal regions of the calibrated
 * model.
 *
 * <p>Each fit uses the rows that {@link CalibrationPlan} reserves for it.
 */
public final class CalibrationJob {
    private static final int MIN_ROWS = 20;

    private final JavaSparkContext context;
    private final ConformalSpec conformal;
    private final CalibrationPlan plan;

    /** @param configuration the settings of the training run */
    public CalibrationJob(JavaSparkContext context, Configuration configuration) {
        this.context = context;
        this.conformal = configuration.calibration().conformal();
        this.plan = CalibrationPlan.of(configuration);
    }

    /**
     * A calibrated model.
     *
     * @param warnings messages to the user about the fits
     */
    public record Calibrated(EnsembleModel model, List<String> warnings) {
        public Calibrated {
            warnings = List.copyOf(warnings);
        }
    }

    /** Fits calibration and conformal regions on the rows of a split. */
    public Calibrated fit(EnsembleModel uncalibrated, ShardSet validation) {
        CalibrationFit fit = calibration(uncalibrated, validation, plan.rowsToCalibrate());
        List<String> warnings = new ArrayList<>(fit.warning().stream().toList());
        warningOfFewRows(validation).ifPresent(warnings::add);
        EnsembleModel model = uncalibrated.with(fit.calibration());
        if (conformal == null) {
            return new Calibrated(model, warnings);
        }
        try (ShardPasses passes = new ShardPasses(context, model, plan.rowsToConform())) {
            Conformal regions = conformal(passes, validation);
            if (regions.isEverything()) {
                boolean half = plan.rowsToConform() == HeldOutRows.CONFORM;
                warnings.add(passes.rows(validation) + (half ? " validation rows (half of all)" : " validation rows")
                        + " are too few for a conformal coverage of " + conformal.coverage()
                        + ": at least " + Conformal.minRows(conformal.coverage())
                        + " are needed, so every region contains all labels");
            }
            return new Calibrated(model.with(regions), warnings);
        }
    }

    private Optional<String> warningOfFewRows(ShardSet validation) {
        long rows = ShardPasses.rows(validation, plan.rowsToCalibrate());
        return plan.method() == CalibrationSpec.Method.NONE || rows >= MIN_ROWS
                ? Optional.empty()
                : Optional.of("calibration was fitted on only " + rows + (rows == 1 ? " row" : " rows")
                        + "; with fewer than " + MIN_ROWS + " it is mostly chance: add rows, set data.split.folds, or"
                        + " switch it off with calibration.method: none");
    }

    private CalibrationFit calibration(EnsembleModel model, ShardSet validation, HeldOutRows rows) {
        if (plan.method() == CalibrationSpec.Method.NONE) {
            return new CalibrationFit(new Calibration.None(), Optional.empty());
        }
        try (ShardPasses passes = new ShardPasses(context, model, rows)) {
            return switch (plan.method()) {
                case VARIANCE_SCALE -> passes.fitVarianceScale(validation);
                case VECTOR_SCALE -> passes.fitAffine(validation, false);
                case MATRIX_SCALE -> passes.fitAffine(validation, true);
                default -> passes.fitTemperature(validation);
            };
        }
    }

    /** Computes regions by split conformal prediction, or by CV+ with folds. */
    private Conformal conformal(ShardPasses passes, ShardSet validation) {
        List<ConformalScores> folds = passes.conformity(validation, conformal.score(), conformal.coverage());
        return folds.size() == 1
                ? folds.get(0).conformal(conformal.coverage())
                : folds.get(0)
                        .conformal(
                                conformal.coverage(),
                                folds.stream().map(ConformalScores::ofFold).toList());
    }
}
