package io.credence.driver.cli;

import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Words and numbers as people read them. */
final class Phrases {
    private static final MathContext DIGITS = new MathContext(4);

    private Phrases() {}

    /** A constant in small letters: {@code deep ensemble}. */
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

    /** Four significant digits, no exponent; nothing for null. */
    static String number(Double value) {
        if (value == null || !Double.isFinite(value)) {
            return value == null ? "" : value.toString();
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
