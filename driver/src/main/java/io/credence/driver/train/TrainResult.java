package io.credence.driver.train;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.metric.Evaluation;

/**
 * The result of a training run.
 *
 * @param trainRows the number of training rows
 * @param networks the number of trained networks
 * @param calibration the calibration, fitted on the validation rows
 * @param validation the evaluation on the validation rows, calibrated; null if there are none, and for an embedding
 * @param test the evaluation on the test rows, calibrated; null if there are none, and for an embedding
 * @param testUncalibrated the evaluation on the test rows before calibration; null if there are none, and for an
 *     embedding
 * @param validationRows the number of validation rows
 * @param testRows the number of test rows
 * @param validationLoss the validation loss of the epoch that was kept, averaged over the networks; NaN if there are
 *     no validation rows
 * @param seconds the time from the start of reading to the last file written
 * @param model the directory of the model
 * @param report the page of the report
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
