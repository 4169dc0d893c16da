package io.credence.ensemble.calibration;

import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A calibration fitted on validation rows.
 *
 * @param calibration what to apply to predictions
 * @param warning what the user should know about the fit
 */
public record CalibrationFit(Calibration calibration, Optional<String> warning) {
    /**
     * Fits one temperature for every component's logits.
     *
     * @param pass sums the negative log-likelihood of all validation rows at the factors it is given; called about four times,
     *     on a cluster or on rows at hand
     * @return the temperature, or no calibration and a warning where there are no rows
     */
    public static CalibrationFit temperature(Function<double[], ScaleLikelihood> pass) {
        return fit(pass, Calibration.Temperature::new, "temperature");
    }

    /**
     * Fits one factor on the variance of every prediction.
     *
     * @param pass as of {@link #temperature}
     * @return the scale, or no calibration and a warning where there are no rows
     */
    public static CalibrationFit varianceScale(Function<double[], ScaleLikelihood> pass) {
        return fit(pass, Calibration.VarianceScale::new, "variance scale");
    }

    private static CalibrationFit fit(
            Function<double[], ScaleLikelihood> pass, DoubleFunction<Calibration> calibration, String name) {
        ScaleSearch search = ScaleSearch.start();
        while (!search.finished()) {
            ScaleLikelihood likelihood = pass.apply(search.candidates());
            if (likelihood.rows() == 0) {
                return new CalibrationFit(
                        new Calibration.None(),
                        Optional.of("no " + name + " was fitted: there are 0 validation rows; at least 1 is needed"));
            }
            search = search.narrow(likelihood.negativeLogLikelihood());
        }
        Optional<String> warning = search.atEdge()
                ? Optional.of("the fitted " + name + " is " + search.scale()
                        + ", an end of the range that is searched: the predictions do not fit the validation rows")
                : Optional.empty();
        return new CalibrationFit(calibration.apply(search.scale()), warning);
    }
}
