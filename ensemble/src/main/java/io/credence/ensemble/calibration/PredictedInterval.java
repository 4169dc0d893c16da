package io.credence.ensemble.calibration;

import io.credence.ensemble.predictive.NumericPrediction;
import io.credence.ensemble.predictive.StandardNormal;

/**
 * The central interval of a predicted distribution.
 *
 * @param level its probability, strictly between 0 and 1
 */
record PredictedInterval(double level) {
    double lower(NumericPrediction prediction) {
        return prediction.quantile(StandardNormal.Quantile.at(0.5 * (1 - level)));
    }

    double upper(NumericPrediction prediction) {
        return prediction.quantile(StandardNormal.Quantile.at(0.5 * (1 + level)));
    }
}
