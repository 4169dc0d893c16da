package io.credence.driver.cli;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers and parts of a model for console output. */
final class ConsoleText {
    private static final MathContext DIGITS = new MathContext(4);
    /** Numbers with decimal exponents from here to {@link #MAX_EXPONENT} are printed without an exponent. */
    private static final int MIN_EXPONENT = -6;

    private static final int MAX_EXPONENT = 8;

    private ConsoleText() {}

    /** Formats an enum constant in lower case: {@code leaky relu}. */
    static String of(Enum<?> constant) {
        return constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** Formats a calibration and its value: {@code temperature 1.25}. */
    static String of(Calibration calibration) {
        if (calibration instanceof Calibration.Temperature t) {
            return "temperature " + number(t.temperature());
        } else if (calibration instanceof Calibration.VarianceScale v) {
            return "variance scale " + number(v.scale());
        } else if (calibration instanceof Calibration.VectorScale) {
            return "vector scale";
        } else if (calibration instanceof Calibration.MatrixScale) {
            return "matrix scale";
        }
        return "none";
    }

    /** Formats the guarantee of conformal regions: {@code 90 % by the mean ± 1.72 standard deviations}. */
    static String of(Conformal conformal) {
        String promise = number(100 * conformal.coverage()) + " % by ";
        if (conformal.foldCount() > 1) {
            return promise + "CV+ over " + conformal.foldCount() + " folds, which guarantees "
                    + number(100 * conformal.guarantee()) + " %";
        }
        if (conformal instanceof Conformal.Interval interval) {
            return promise + "the mean ± " + number(interval.multiplier()) + " standard deviations";
        }
        if (conformal instanceof Conformal.QuantileInterval interval) {
            return promise + "the predicted interval ± " + number(interval.margin());
        }
        Conformal.LabelSet set = (Conformal.LabelSet) conformal;
        return promise + of(set.score()) + " label sets with a score of at most " + number(set.threshold());
    }

    /**
     * Formats a number with four significant digits, with an exponent if it is at least 1e9 or below 1e-6. Returns an
     * empty string for null.
     */
    static String number(Double value) {
        if (value == null || !Double.isFinite(value)) {
            return value == null ? "" : value.toString();
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        if (rounded.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = rounded.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT) {
            return stripped.toPlainString();
        }
        return stripped.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    /** Formats a count with its noun: {@code 1 row}, {@code 2 rows}. */
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
