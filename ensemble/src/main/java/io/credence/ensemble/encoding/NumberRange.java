package io.credence.ensemble.encoding;

import java.io.Serializable;

/** The range of a column's numbers in the training rows. */
public record NumberRange(double minimum, double maximum) implements Serializable {
    /** @throws IllegalArgumentException if the minimum is above the maximum, or one of them is not finite */
    public NumberRange {
        if (!(minimum <= maximum) || Double.isInfinite(minimum) || Double.isInfinite(maximum)) {
            throw new IllegalArgumentException("the range is from " + minimum + " to " + maximum
                    + "; both must be finite, and the first at most the second");
        }
    }

    /** Returns whether a number is outside of the range; false for NaN. */
    boolean excludes(double value) {
        return value < minimum || value > maximum;
    }
}
