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
    private static final long ROWS_PER_PARAMETER = 10;

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

    /**
     * Fits a factor and a shift for every class's logit, or one affine map of all logits, from a temperature on. A map with more than a
     * tenth as many parameters as there are rows would be fitted to chance: then the simpler one is taken, a vector for a
     * matrix, the temperature for a vector, and a warning says so.
     *
     * @param temperature the fit that the search starts from
     * @param rows the number of validation rows
     * @param classes the number of classes
     * @param matrix whether all logits may act on each other
     * @param pass sums over all validation rows at the parameters it is given; called a few dozen times
     */
    public static CalibrationFit affine(
            CalibrationFit temperature,
            long rows,
            int classes,
            boolean matrix,
            Function<double[][], AffineLikelihood> pass) {
        if (!(temperature.calibration() instanceof Calibration.Temperature start)) {
            return temperature;
        }
        long needed = ROWS_PER_PARAMETER * classes * (matrix ? classes + 1L : 2L);
        if (rows >= needed) {
            return new CalibrationFit(
                    AffineFit.fit(pass, classes, start.temperature(), !matrix), temperature.warning());
        }
        String warning = "no " + (matrix ? "matrix" : "vector") + " scale was fitted: there are " + rows
                + " validation rows; at least " + needed + " are needed for " + classes + " classes. A "
                + (matrix ? "vector scale" : "temperature") + " was tried instead";
        CalibrationFit simpler = matrix ? affine(temperature, rows, classes, false, pass) : temperature;
        String all = simpler.warning().map(other -> warning + "; " + other).orElse(warning);
        return new CalibrationFit(simpler.calibration(), Optional.of(all));
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
