package io.credence.ensemble.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Formats numbers for the report page, with few digits and the same text in every locale. */
final class DisplayFormat {
    /** The replacement for a missing number. */
    static final String NONE = "–";

    /** Keeps a number and its unit on one line. */
    private static final char SPACE = '\u00a0';

    private DisplayFormat() {}

    /** Formats a number with three or four significant digits: 0.0312, 3.14, 27.5, 1,204. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? NONE : value > 0 ? "∞" : "−∞";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return minus(format("0.##E0", value));
        }
        String pattern =
                size >= 1000 ? "#,##0" : size >= 100 ? "0.#" : size >= 1 ? "0.##" : size >= 0.1 ? "0.###" : "0.#####";
        return minus(format(size < 0.1 && size > 0 ? significant(size) : pattern, value));
    }

    /** Formats an integer with thousands separators: 12,345. */
    static String count(long value) {
        return format("#,##0", value);
    }

    /** Formats a fraction as a percentage with at most one decimal place and a non-breaking space: 95.2 %. */
    static String percent(double fraction) {
        return Double.isFinite(fraction) ? minus(format("0.#", 100 * fraction)) + SPACE + "%" : NONE;
    }

    /** Formats a duration: 0.8 s, 42 s, 3 min 5 s, 2 h 10 min. */
    static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NONE;
        }
        if (seconds < 60) {
            return format(seconds < 10 ? "0.##" : "0", seconds) + SPACE + "s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** Turns a key into words: {@code wallSeconds} becomes "Wall seconds". */
    static String words(String name) {
        String spaced =
                name.replaceAll("(?<=[a-z])(?=[A-Z0-9])", " ").replace('-', ' ').toLowerCase(Locale.ROOT);
        return spaced.isEmpty() ? spaced : Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
    }

    private static String significant(double size) {
        int digits = 2 - (int) Math.floor(Math.log10(size));
        return "0." + "#".repeat(digits);
    }

    private static String minus(String formatted) {
        return formatted.replace('-', '−');
    }

    private static String format(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
