package io.credence.driver.data;

import io.credence.driver.config.Scaling;
import io.credence.driver.config.SplitSpec;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.ensemble.specification.Task;
import java.time.ZoneId;
import java.util.List;

/**
 * Settings for the preparation of rows.
 *
 * @param label the column to predict
 * @param features the columns to predict from; null: every column but the label
 * @param task the kind of prediction
 * @param scaling the scaling of numeric features
 * @param oneHotCategories the maximum number of categories of a one-hot string column
 * @param split the fractions of rows held out from training
 * @param missing whether and from which rows the network learns a representation of missing numbers
 * @param timeZone the time zone of timestamps that are instants
 * @param replicas the number of equal parts of the training rows, a power of two
 */
public record PreparationSpec(
        String label,
        List<String> features,
        Task task,
        Scaling scaling,
        int oneHotCategories,
        SplitSpec split,
        MissingNumbers missing,
        ZoneId timeZone,
        int replicas) {}
