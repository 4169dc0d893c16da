package io.credence.driver.config;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import java.util.Objects;

/**
 * The rows held out from training: {@code data.split} in the configuration. By default, the split of a row depends on
 * the seed, its content and its number among equal rows. A column may decide instead; it is no feature, unless
 * {@code data.features} names it.
 *
 * @param validation the fraction for calibration and early stopping, at least 0 and below 1; null: 0.1, or 0 with
 *     folds or a column
 * @param test the fraction for evaluation, at least 0 and below 1; null: 0.1, or 0 with a column. Ignored if there is
 *     a separate test input
 * @param seed the seed of the split; null: 1
 * @param folds the number of folds of the training rows, from 2 to {@value #MAX_FOLDS}. Each member validates on one
 *     fold and trains on the others, so every row is used for training, and predicted by a member that has not seen
 *     it. Null: all members validate on the same held-out rows
 * @param column the column that says {@code train}, {@code validation} or {@code test}; null: fractions
 * @param group the column of groups, such as customers, whose rows stay together in a split and in a fold; null: every
 *     row is split by itself
 * @param time the column of times: the latest rows are for testing, those before them for validation; null: none
 */
public record SplitSpec(
        Double validation, Double test, Long seed, Integer folds, String column, String group, String time) {
    /** Each fold needs its own member and its own calibration task; more folds have no known benefit. */
    public static final int MAX_FOLDS = 100;

    /**
     * @throws InvalidSettingException if a fraction is out of range, settings conflict, or no training rows are left
     */
    public SplitSpec {
        requireCompatible(column, group, time, folds);
        double fraction = column == null ? 0.1 : 0.0;
        validation = Range.atLeast(0).below(1).valueOr("validation", validation, folds == null ? fraction : 0.0);
        test = Range.atLeast(0).below(1).valueOr("test", test, fraction);
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
        if (column != null && validation + test > 0) {
            throw new InvalidSettingException(
                    validation > 0 ? "validation" : "test",
                    validation > 0 ? validation : test,
                    "null or 0 when column is set, and column is " + column + ", which says the split of each row");
        }
    }

    /** Creates a random split of single rows. */
    public SplitSpec(Double validation, Double test, Long seed, Integer folds) {
        this(validation, test, seed, folds, null, null, null);
    }

    private static void requireCompatible(String column, String group, String time, Integer folds) {
        requireName("column", column);
        requireName("group", group);
        requireName("time", time);
        if (column != null && (group != null || time != null)) {
            throw new InvalidSettingException(
                    group != null ? "group" : "time",
                    group != null ? group : time,
                    "null when column is set, and column is " + column + ", which says the split of each row");
        }
        if (time != null && group != null) {
            throw new InvalidSettingException(
                    "group", group, "null when time is set, and time is " + time + ", which splits groups");
        }
        if (time != null && folds != null) {
            throw new InvalidSettingException(
                    "folds",
                    folds,
                    "null when time is set, and time is " + time
                            + ": a fold would train on rows later than those it predicts");
        }
    }

    private static void requireName(String key, String name) {
        if (name != null && name.isBlank()) {
            throw new InvalidSettingException(key, "\"" + name + "\"", "the name of a column, or null");
        }
    }
}
