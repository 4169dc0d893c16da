package io.credence.driver.score;

import io.credence.driver.config.CalibrationSpec;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConformalSpec;
import io.credence.driver.data.ShardSet;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.CalibrationFit;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.ConformalScores;
import io.credence.ensemble.posterior.EnsembleModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Fits on validation rows what a configuration asks for: a calibration, then the regions of labels of what is calibrated. */
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
        CalibrationFit fit = calibration(uncalibrated, validation);
        List<String> warnings = new ArrayList<>(fit.warning().stream().toList());
        EnsembleModel model = uncalibrated.with(fit.calibration());
        ConformalSpec spec = configuration.calibration().conformal();
        if (spec == null) {
            return new Calibrated(model, warnings);
        }
        Conformal conformal = conformal(model, validation, spec);
        if (conformal.isEverything()) {
            warnings.add(
                    validation.rows() + " validation rows are too few for a conformal coverage of " + spec.coverage()
                            + ": it takes at least " + Conformal.leastRows(spec.coverage())
                            + ", so every row's region holds all labels");
        }
        return new Calibrated(model.with(conformal), warnings);
    }

    private CalibrationFit calibration(EnsembleModel model, ShardSet validation) {
        CalibrationSpec.Method method = configuration.calibrationMethod();
        if (method == CalibrationSpec.Method.NONE) {
            return new CalibrationFit(new Calibration.None(), Optional.empty());
        }
        try (ShardPasses passes = new ShardPasses(context, model)) {
            return switch (method) {
                case VARIANCE_SCALE -> passes.fitVarianceScale(validation);
                case VECTOR_SCALE -> passes.fitAffine(validation, false);
                case MATRIX_SCALE -> passes.fitAffine(validation, true);
                default -> passes.fitTemperature(validation);
            };
        }
    }

    /** By rows set aside, or by CV+ where the rows were dealt to folds. */
    private Conformal conformal(EnsembleModel model, ShardSet validation, ConformalSpec spec) {
        try (ShardPasses passes = new ShardPasses(context, model)) {
            List<ConformalScores> folds = passes.conformity(validation, spec.score());
            return folds.size() == 1
                    ? folds.get(0).conformal(spec.coverage())
                    : folds.get(0)
                            .conformal(
                                    spec.coverage(),
                                    folds.stream().map(ConformalScores::ofFold).toList());
        }
    }
}
