package io.credence.ensemble.calibration;

import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A calibration fitted on validation rows.
 *
 * @param calibration the fitted calibration
 * @param warning a warning about the fit, for the user
 */
public record CalibrationFit(Calibration calibration, Optional<String> warning) {
    private static final long ROWS_PER_PARAMETER = 10;

    /**
     * Fits one temperature for every component's logits.
     *
     * @param pass sums the negative log-likelihood of all validation rows at the given factors; called about four
     *     times
     * @return the temperature; without rows, no calibration and a warning
     */
    public static CalibrationFit temperature(Function<double[], ScaleLikelihood> pass) {
        return fit(pass, Calibration.Temperature::new, "temperature");
    }

    /**
     * Fits one factor on the variance of every prediction.
     *
     * @param pass as for {@link #temperature}
     * @return the scale; without rows, no calibration and a warning
     */
    public static CalibrationFit varianceScale(Function<double[], ScaleLikelihood> pass) {
        return fit(pass, Calibration.VarianceScale::new, "variance scale");
    }

    /**
     * Fits a factor and a shift for each class's logit, or one affine map of all logits, starting from a temperature.
     * With fewer than ten rows for each parameter the map would overfit. In that case the next simpler map is fitted
     * instead, with a warning: a vector scale instead of a matrix scale, the temperature instead of a vector scale.
     *
     * @param temperature the fit from which the search starts
     * @param rows the number of validation rows
     * @param classes the number of classes
     * @param matrix whether every output may depend on all logits
     * @param pass sums over all validation rows at the given parameters; called a few dozen times
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
                + " validation rows; at least " + needed + " are required for " + classes + " classes. A "
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
                        Optional.of("no " + name + " was fitted: there are 0 validation rows; at least 1 is required"));
            }
            search = search.narrow(likelihood.negativeLogLikelihood());
        }
        Optional<String> warning = search.atEdge()
                ? Optional.of("the fitted " + name + " is " + search.scale()
                        + ", which is an end of the search range: the predictions do not fit the validation rows")
                : Optional.empty();
        return new CalibrationFit(calibration.apply(search.scale()), warning);
    }
}
