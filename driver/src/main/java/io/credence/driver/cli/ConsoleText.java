package io.credence.driver.cli;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Words and numbers as people read them. */
final class ConsoleText {
    private static final MathContext DIGITS = new MathContext(4);
    /** Of what is written out; beyond, zeros would have to be counted. */
    private static final int LEAST_EXPONENT = -6;

    private static final int MOST_EXPONENT = 8;

    private ConsoleText() {}

    /** A constant in small letters: {@code leaky relu}. */
    static String of(Enum<?> constant) {
        return constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    /** A calibration and its value: {@code temperature 1.25}. */
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

    /** What conformal regions promise: {@code 90 % by the mean ± 1.72 standard deviations}. */
    static String of(Conformal conformal) {
        String promise = number(100 * conformal.coverage()) + " % by ";
        if (conformal.foldCount() > 1) {
            return promise + "CV+ over " + conformal.foldCount() + " folds, which guarantees "
                    + number(100 * conformal.guarantee()) + " %";
        }
        if (conformal instanceof Conformal.Interval interval) {
            return promise + "the mean ± " + number(interval.multiplier()) + " standard deviations";
        }
        Conformal.LabelSet set = (Conformal.LabelSet) conformal;
        return promise + of(set.score()) + " sets of labels with a score of at most " + number(set.threshold());
    }

    /** Four significant digits, with an exponent from a billion on and below a millionth; nothing for null. */
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
        if (exponent >= LEAST_EXPONENT && exponent <= MOST_EXPONENT) {
            return stripped.toPlainString();
        }
        return stripped.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    /** A count and what is counted: {@code 1 row}, {@code 2 rows}. */
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
