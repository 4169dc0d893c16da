package io.credence.driver.config;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.util.Objects;

/**
 * Which share of the rows is kept from training; the configuration's {@code data.split}. A row's part follows from its content
 * and the seed alone.
 *
 * @param validation the share for calibration and early stopping, at least 0 and below 1; null: 0.1
 * @param test the share for evaluation, at least 0 and below 1; null: 0.1. Not read where there is a separate test input
 * @param seed null: 1
 */
public record SplitSpec(Double validation, Double test, Long seed) {
    /** @throws InvalidSettingException if a share is out of its range or nothing is left to train on */
    public SplitSpec {
        validation = Range.atLeast(0).below(1).valueOr("validation", validation, 0.1);
        test = Range.atLeast(0).below(1).valueOr("test", test, 0.1);
        seed = Objects.requireNonNullElse(seed, 1L);
        if (validation + test >= 1) {
            throw new InvalidSettingException(
                    "test",
                    test,
                    "below 1 - validation, and validation is " + validation + ", so that rows are left to train on");
        }
    }
}
