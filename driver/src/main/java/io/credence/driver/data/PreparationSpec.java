package io.credence.driver.data;

import io.credence.driver.config.Scaling;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.input.ColumnSelection;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.ensemble.encoding.LabelKind;
import java.time.ZoneId;

/**
 * Settings for the preparation of rows.
 *
 * @param columns the label and the features
 * @param labelKind what the label may be
 * @param scaling the scaling of numeric features
 * @param oneHotCategories the maximum number of categories of a one-hot string column
 * @param split the fractions of rows held out from training
 * @param missing whether and from which rows the network learns a representation of missing numbers
 * @param timeZone the time zone of timestamps that are instants
 * @param replicas the number of equal parts of the training rows, a power of two
 */
public record PreparationSpec(
        ColumnSelection columns,
        LabelKind labelKind,
        Scaling scaling,
        int oneHotCategories,
        SplitSpec split,
        MissingNumbers missing,
        ZoneId timeZone,
        int replicas) {}
