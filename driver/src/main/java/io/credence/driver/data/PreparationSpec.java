package io.credence.driver.data;

import io.credence.driver.config.Scaling;
import io.credence.driver.config.SplitSpec;
import io.credence.ensemble.specification.Task;
import java.util.List;

/**
 * What is made of rows before a network is trained on them.
 *
 * @param label the column to predict
 * @param features the columns to predict from; null: every column but the label
 * @param task what is predicted
 * @param scaling of numeric features
 * @param oneHotCategories the most categories of a text that is one-hot
 * @param split the shares that are kept from training
 * @param replicas the number of equal parts that the training rows are dealt to, a power of two
 */
public record PreparationSpec(
        String label,
        List<String> features,
        Task task,
        Scaling scaling,
        int oneHotCategories,
        SplitSpec split,
        int replicas) {}
