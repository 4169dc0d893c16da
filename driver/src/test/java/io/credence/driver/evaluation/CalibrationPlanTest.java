package io.credence.driver.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.CalibrationSpec.Method;
import io.credence.driver.config.ConfigurationReader;
import io.credence.ensemble.evaluation.HeldOutRows;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationPlanTest {
    private static CalibrationPlan plan(String task, String settings) {
        String text = "{data: {input: x.csv, label: y}, output: o, ensemble: {members: 1}, task: " + task + "}";
        List<String> assignments = settings == null ? List.of() : List.of(settings.split("; "));
        return CalibrationPlan.of(ConfigurationReader.parse("x.yaml", text, assignments));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    regression | | VARIANCE_SCALE
                    regression | data.split={validation: 0}   | NONE
                    regression | data.split={folds: 2}; ensemble.members=2 | VARIANCE_SCALE
                    classification | | TEMPERATURE
                    classification | calibration.method=matrix-scale | MATRIX_SCALE
                    embedding | | NONE
                    """)
    void method_auto_followsTheTaskAndTheValidationRows(String task, String settings, Method expected) {
        assertThat(plan(task, settings).method()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    classification | | ALL | ALL
                    classification | calibration.conformal.coverage=0.9    | FIT | CONFORM
                    classification | calibration.conformal.coverage=0.9; calibration.method=none | ALL | ALL
                    regression | calibration.conformal.coverage=0.9    | ALL | ALL
                    regression | calibration.conformal.coverage=0.9; training.earlyStopping={patience: 3} | FIT | \
                    CONFORM
                    regression | calibration.conformal.score=quantile | FIT | CONFORM
                    regression | calibration.conformal.score=quantile; calibration.method=none | ALL | ALL
                    regression | calibration.conformal.coverage=0.9; training.loss={name: log-normal-nll} | FIT | \
                    CONFORM
                    """)
    void rows_areHalvedOnlyBetweenConformalRegionsAndAnotherFit(
            String task, String settings, HeldOutRows fit, HeldOutRows conform) {
        CalibrationPlan plan = plan(task, settings);
        assertThat(List.of(plan.rowsToFit(), plan.rowsToConform())).containsExactly(fit, conform);
    }
}
