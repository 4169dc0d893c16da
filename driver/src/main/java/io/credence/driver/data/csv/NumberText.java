package io.credence.driver.data.csv;

import java.io.Serializable;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers written as text, in the notation of programming languages or of a locale. */
public final class NumberText implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The notation of programming languages: {@code -1234.5e3}. */
    public static final NumberText PLAIN = new NumberText(null);

    /** The words for a missing value, in lower case. */
    private static final Set<String> MISSING = Set.of("na", "n/a", "#n/a", "<na>", "nan", "null", "none", "?", "-");

    private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");

    /** A space, a no-break space, a narrow no-break space and two apostrophes separate groups in some locale. */
    private static final String SEPARATORS = " \u00A0\u202F'\u2019";

    private final Pattern localized;
    private final String replaced;

    private NumberText(Locale locale) {
        if (locale == null) {
            localized = null;
            replaced = null;
            return;
        }
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        char decimal = symbols.getDecimalSeparator();
        String separators = SEPARATORS + symbols.getGroupingSeparator();
        String group = "[" + Pattern.quote(separators) + "]";
        localized = Pattern.compile("[+-]?(\\d+|\\d{1,3}(" + group + "\\d{3})+)?(" + Pattern.quote("" + decimal)
                + "\\d*)?([eE][+-]?\\d+)?");
        replaced = decimal + separators;
    }

    /** Returns the notation of a locale, with its decimal and grouping separators. */
    public static NumberText of(Locale locale) {
        return new NumberText(locale);
    }

    /**
     * Returns whether a cell of a column of numbers has no value: it is blank or one of {@code NA}, {@code N/A},
     * {@code #N/A}, {@code <NA>}, {@code NaN}, {@code null}, {@code None}, {@code ?} and {@code -}, in any case.
     */
    public static boolean isMissing(String text) {
        String word = text.strip();
        return word.isEmpty() || word.length() <= 4 && MISSING.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Returns the words of {@link #isMissing} in lower case, and the empty one. */
    static Object[] missingWords() {
        return Stream.concat(Stream.of(""), MISSING.stream()).toArray();
    }

    /** Returns whether the text can be parsed as a number in this notation. */
    public boolean isNumber(String text) {
        String number = text.strip();
        return localized == null || INFINITE.contains(number.toLowerCase(Locale.ROOT))
                ? isPlain(number)
                : localized.matcher(number).matches() && isPlain(plain(number));
    }

    /**
     * Parses a number in plain notation, such as {@code -1234.5e3}.
     *
     * @throws NumberFormatException if it is not a number
     */
    public static double parse(String text) {
        String number = text.strip();
        if (!isPlain(number)) {
            throw new NumberFormatException(text);
        }
        if (INFINITE.contains(number.toLowerCase(Locale.ROOT))) {
            return number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(number);
    }

    /** Returns a number of this notation in the notation of programming languages. */
    String plain(String number) {
        if (localized == null) {
            return number;
        }
        StringBuilder plain = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++) {
            int place = replaced.indexOf(number.charAt(i));
            if (place == 0) {
                plain.append('.');
            } else if (place < 0) {
                plain.append(number.charAt(i));
            }
        }
        return plain.toString();
    }

    /** Returns whether the notation is that of programming languages, so that numbers need no conversion. */
    boolean isPlain() {
        return localized == null;
    }

    /** Returns the characters that are no digits: the first one becomes a point, the others are dropped. */
    String replaced() {
        return replaced;
    }

    /** Unlike {@link Double#parseDouble}, does not accept the suffixes and hexadecimal numbers of Java: 1d, 0x1p3. */
    private static boolean isPlain(String number) {
        int end = number.length();
        int i = 0;
        if (i < end && isSign(number.charAt(i))) {
            i++;
        }
        int integer = digits(number, i);
        int digits = integer - i;
        i = integer;
        if (i < end && number.charAt(i) == '.') {
            int fraction = digits(number, i + 1);
            digits += fraction - i - 1;
            i = fraction;
        }
        if (digits == 0) {
            return INFINITE.contains(number.toLowerCase(Locale.ROOT));
        }
        if (i < end && (number.charAt(i) == 'e' || number.charAt(i) == 'E')) {
            int exponent = i + 1 < end && isSign(number.charAt(i + 1)) ? i + 2 : i + 1;
            i = digits(number, exponent);
            return i > exponent && i == end;
        }
        return i == end;
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    /** Returns the index after the digits that start at an index. */
    private static int digits(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
