package io.credence.driver.config;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.util.Objects;

/**
 * Which share of the rows is kept from training; the configuration's {@code data.split}. A row's part follows from its content
 * and the seed alone.
 *
 * @param validation the share for calibration and early stopping, at least 0 and below 1; null: 0.1, or 0 where there are folds
 * @param test the share for evaluation, at least 0 and below 1; null: 0.1. Not read where there is a separate test input
 * @param seed null: 1
 * @param folds from 2 to {@value #MAX_FOLDS}: the training rows are dealt to so many folds, and every member validates on one of
 *     them in turn and trains on the others, so that every row is trained on and every row is predicted by a member that has not
 *     seen it; null: all members validate on the same rows, and train on none of these
 */
public record SplitSpec(Double validation, Double test, Long seed, Integer folds) {
    /** Every fold is a task of its own in calibration, and a member more; nothing is known to gain from so many. */
    public static final int MAX_FOLDS = 100;

    /** @throws InvalidSettingException if a share is out of its range or nothing is left to train on */
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
                    "0 where folds is set, and folds is " + folds + ": every member validates on a fold of its own");
        }
    }
}
