package io.credence.driver.config;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.util.Objects;

/**
 * The fractions of rows held out from training: {@code data.split} in the configuration. The split of a row depends on
 * the seed, its content and its number among equal rows.
 *
 * @param validation the fraction for calibration and early stopping, at least 0 and below 1; null: 0.1, or 0 with
 *     folds
 * @param test the fraction for evaluation, at least 0 and below 1; null: 0.1. Ignored if there is a separate test
 *     input
 * @param seed the seed of the split; null: 1
 * @param folds the number of folds of the training rows, from 2 to {@value #MAX_FOLDS}. Each member validates on one
 *     fold and trains on the others, so every row is used for training, and predicted by a member that has not seen
 *     it. Null: all members validate on the same held-out rows
 */
public record SplitSpec(Double validation, Double test, Long seed, Integer folds) {
    /** Each fold needs its own member and its own calibration task; more folds have no known benefit. */
    public static final int MAX_FOLDS = 100;

    /** @throws InvalidSettingException if a fraction is out of range, or no rows are left to train on */
    public SplitSpec {
        validation = Range.atLeast(0).below(1).valueOr("validation", validation, folds == null ? 0.1 : 0.0);
        test = Range.atLeast(0).below(1).valueOr("test", test, 0.1);
        seed = Objects.requireNonNullElse(seed, 1L);
        if (validation + test >= 1) {
            throw new InvalidSettingException(
                    "test",
                    test,
                    "below 1 - validation, and validation is " + validation + ", so that rows are left to train on");
        }
        if (folds != null && (folds < 2 || folds > MAX_FOLDS)) {
            throw new InvalidSettingException("folds", folds, "from 2 to " + MAX_FOLDS + ", or null for none");
        }
        if (folds != null && validation > 0) {
            throw new InvalidSettingException(
                    "validation",
                    validation,
                    "0 when folds is set, and folds is " + folds + ": each member validates on its own fold");
        }
    }
}
