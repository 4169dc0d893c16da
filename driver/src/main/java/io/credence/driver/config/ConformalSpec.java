package io.credence.driver.config;

import io.credence.ensemble.calibration.LabelScore;
import io.credence.kernels.InvalidSettingException;
import java.util.Objects;

/**
 * Regions of labels that hold the label of a new row with a promised probability; the configuration's {@code calibration.conformal}.
 *
 * @param coverage the probability, strictly between 0 and 1; null: 0.9
 * @param score how classes are scored; null: least ambiguous. A regression does not read it
 */
public record ConformalSpec(Double coverage, LabelScore score) {
    /** @throws InvalidSettingException if the coverage is out of its range */
    public ConformalSpec {
        coverage = Objects.requireNonNullElse(coverage, 0.9);
        score = Objects.requireNonNullElse(score, LabelScore.LEAST_AMBIGUOUS);
        if (!(coverage > 0 && coverage < 1)) {
            throw new InvalidSettingException("coverage", coverage, "strictly between 0 and 1");
        }
    }
}
