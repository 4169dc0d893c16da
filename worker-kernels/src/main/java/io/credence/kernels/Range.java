package io.credence.kernels;

/**
 * The interval of numbers that a setting allows.
 *
 * @param low the lower end
 * @param includesLow whether the lower end itself is allowed
 * @param high the upper end; infinity if there is none
 * @param includesHigh whether the upper end itself is allowed
 */
public record Range(double low, boolean includesLow, double high, boolean includesHigh) {
    /** Returns the interval of finite numbers that are at least {@code low}. */
    public static Range atLeast(double low) {
        return new Range(low, true, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the interval of finite numbers above {@code low}. */
    public static Range above(double low) {
        return new Range(low, false, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the interval from {@code low} to {@code high}, both included. */
    public static Range between(double low, double high) {
        return new Range(low, true, high, true);
    }

    /** Returns this interval, ending before {@code high}. */
    public Range below(double high) {
        return new Range(low, includesLow, high, false);
    }

    /** Returns whether {@code value} lies in the interval; never true for NaN. */
    public boolean contains(double value) {
        return (includesLow ? value >= low : value > low) && (includesHigh ? value <= high : value < high);
    }

    /**
     * Returns whether {@code value} lies in the interval both before and after rounding to single precision, which the
     * kernels use.
     */
    private boolean containsRounded(double value) {
        return contains(value) && contains((float) value);
    }

    /**
     * Returns an optional setting, or its default if it was left out.
     *
     * @param key the setting's name
     * @param value the given value, or null
     * @param defaultValue the value if the setting was left out
     * @throws InvalidSettingException if the given value lies outside the interval, before or after rounding to single
     *     precision
     */
    public Double valueOr(String key, Double value, double defaultValue) {
        if (value == null) {
            return defaultValue;
        }
        if (!containsRounded(value)) {
            throw new InvalidSettingException(
                    key, value, contains(value) ? this + ", also when rounded to single precision" : toString());
        }
        return value;
    }

    /** Describes the interval in words: {@code at least 0 and below 1}. */
    @Override
    public String toString() {
        String from = (includesLow ? "at least " : "above ") + number(low);
        if (high == Double.POSITIVE_INFINITY) {
            return from;
        }
        return from + " and " + (includesHigh ? "at most " : "below ") + number(high);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
