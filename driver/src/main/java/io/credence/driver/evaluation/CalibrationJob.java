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
import io.credence.ensemble.specification.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Fits on validation rows what a configuration asks for: a calibration, then the regions of labels of what is calibrated. A map of
 * the logits is fitted on the rows that fits may look at. A regression's variance scale leaves its intervals, measured in deviations, as they are, so it
 * has all rows.
 */
public final class CalibrationJob {
    private final JavaSparkContext context;
    private final Configuration configuration;

    public CalibrationJob(JavaSparkContext context, Configuration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /**
     * A model with what was fitted.
     *
     * @param warnings what the user should know about the fits
     */
    public record Calibrated(EnsembleModel model, List<String> warnings) {
        public Calibrated {
            warnings = List.copyOf(warnings);
        }
    }

    /** Fits on the rows of a split. */
    public Calibrated fit(EnsembleModel uncalibrated, ShardSet validation) {
        ConformalSpec spec = configuration.calibration().conformal();
        HeldOutRows fitted = uncalibrated.task() == Task.REGRESSION ? HeldOutRows.ALL : configuration.rowsToFit();
        CalibrationFit fit = calibration(uncalibrated, validation, fitted);
        List<String> warnings = new ArrayList<>(fit.warning().stream().toList());
        EnsembleModel model = uncalibrated.with(fit.calibration());
        if (spec == null) {
            return new Calibrated(model, warnings);
        }
        HeldOutRows conforming = configuration.rowsToConform();
        try (ShardPasses passes = new ShardPasses(context, model, conforming)) {
            Conformal conformal = conformal(passes, validation, spec);
            if (conformal.isEverything()) {
                boolean half = conforming == HeldOutRows.CONFORM;
                warnings.add(passes.rows(validation) + (half ? " validation rows, half of all," : " validation rows")
                        + " are too few for a conformal coverage of " + spec.coverage()
                        + ": it takes at least " + Conformal.minRows(spec.coverage())
                        + ", so every row's region holds all labels");
            }
            return new Calibrated(model.with(conformal), warnings);
        }
    }

    private CalibrationFit calibration(EnsembleModel model, ShardSet validation, HeldOutRows rows) {
        if (configuration.calibrationMethod() == CalibrationSpec.Method.NONE) {
            return new CalibrationFit(new Calibration.None(), Optional.empty());
        }
        try (ShardPasses passes = new ShardPasses(context, model, rows)) {
            return switch (configuration.calibrationMethod()) {
                case VARIANCE_SCALE -> passes.fitVarianceScale(validation);
                case VECTOR_SCALE -> passes.fitAffine(validation, false);
                case MATRIX_SCALE -> passes.fitAffine(validation, true);
                default -> passes.fitTemperature(validation);
            };
        }
    }

    /** By rows set aside, or by CV+ where the rows were dealt to folds. */
    private static Conformal conformal(ShardPasses passes, ShardSet validation, ConformalSpec spec) {
        List<ConformalScores> folds = passes.conformity(validation, spec.score());
        return folds.size() == 1
                ? folds.get(0).conformal(spec.coverage())
                : folds.get(0)
                        .conformal(
                                spec.coverage(),
                                folds.stream().map(ConformalScores::ofFold).toList());
    }
}
