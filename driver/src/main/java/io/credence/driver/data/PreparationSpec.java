package io.credence.driver.data;

import io.credence.driver.config.Scaling;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.ColumnSelection;
import io.credence.ensemble.encoding.LabelKind;

/**
 * Settings for the preparation of rows.
 *
 * @param columns the label and the features
 * @param labelKind what the label may be
 * @param scaling the scaling of numeric features
 * @param oneHotCategories the maximum number of categories of a one-hot string column
 * @param split the fractions of rows held out from training
 * @param replicas the number of equal parts of the training rows, a power of two
 */
public record PreparationSpec(
        ColumnSelection columns,
        LabelKind labelKind,
        Scaling scaling,
        int oneHotCategories,
        SplitSpec split,
        int replicas) {}
