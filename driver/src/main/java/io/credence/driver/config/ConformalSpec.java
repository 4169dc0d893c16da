package io.credence.driver.config;

import io.credence.ensemble.calibration.ConformalScore;
import io.credence.kernels.InvalidSettingException;
import java.util.Objects;

/**
 * Settings for conformal regions, which contain the label of a new row with a guaranteed probability:
 * {@code calibration.conformal} in the configuration.
 *
 * @param coverage the guaranteed probability, strictly between 0 and 1; null: 0.9
 * @param score the conformity score; null: least ambiguous. A regression distinguishes only quantile from all others
 */
public record ConformalSpec(Double coverage, ConformalScore score) {
    /** @throws InvalidSettingException if the coverage is out of range */
    public ConformalSpec {
        coverage = Objects.requireNonNullElse(coverage, 0.9);
        score = Objects.requireNonNullElse(score, ConformalScore.LEAST_AMBIGUOUS);
        if (!(coverage > 0 && coverage < 1)) {
            throw new InvalidSettingException("coverage", coverage, "strictly between 0 and 1");
        }
    }
}
