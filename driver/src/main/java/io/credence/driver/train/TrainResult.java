package io.credence.driver.train;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.metric.Evaluation;

/**
 * What a training has come to.
 *
 * @param trainRows the number of rows that members were trained on
 * @param networks the number of networks that were trained
 * @param calibration what was fitted on the validation rows
 * @param validation on the validation rows, calibrated; null if there were none, and for an embedding
 * @param test on the test rows, calibrated; null if there were none, and for an embedding
 * @param testUncalibrated on the test rows, as the members predict; null if there were none, and for an embedding
 * @param validationRows rows of the validation split
 * @param testRows rows of the test split
 * @param validationLoss of the epoch that was kept, the mean over the networks; NaN if there are no validation rows
 * @param seconds from the start of reading to the last file written
 * @param model the directory that holds the model
 * @param report the report's page
 */
public record TrainResult(
        long trainRows,
        int networks,
        Calibration calibration,
        Evaluation validation,
        Evaluation test,
        Evaluation testUncalibrated,
        long validationRows,
        long testRows,
        double validationLoss,
        double seconds,
        String model,
        String report) {}
