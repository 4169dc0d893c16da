/**
 * Calibration and conformal prediction, fitted on rows that the members were not trained on.
 *
 * <p>A {@link io.credence.ensemble.calibration.Calibration} changes the spread of predictions so that it agrees with
 * the observed errors. {@link io.credence.ensemble.calibration.CalibrationFit} fits it in a few passes over rows that
 * may be distributed over a cluster: the likelihood classes accumulate one pass, while {@code ScaleSearch} and
 * {@code AffineFit} choose the next candidates.
 *
 * <p>{@link io.credence.ensemble.calibration.Conformal} adds label regions with guaranteed coverage. They are derived
 * from {@link io.credence.ensemble.calibration.ConformalScores}; {@code ConformalRank} contains the arithmetic of
 * split conformal prediction and {@code CrossValidation} that of CV+.
 */
package io.credence.ensemble.calibration;
