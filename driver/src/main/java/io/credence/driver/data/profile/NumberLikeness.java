package io.credence.driver.data.profile;

import io.credence.driver.data.csv.NumberText;
import io.credence.driver.data.input.SparkFailures;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.QuotingUtils;

/**
 * What a column of text has of numbers. If most cells are numbers, the column was probably meant to be one of numbers,
 * and the other cells, or the notation, are the reason why it is not.
 */
public final class NumberLikeness implements Serializable {
    private static final long serialVersionUID = 1L;

    /** With more different words, a column is text with some numbers. */
    private static final int MAX_WORDS = 50;

    private static final int WORDS_NAMED = 5;

    /** Rows that are read to explain a label of the wrong type. */
    private static final int ROWS_TO_EXPLAIN = 10_000;

    private static final Pattern CODE = Pattern.compile("[+-]?0\\d+");
    private static final String CURRENCY = "(\\p{Sc}|USD|EUR|GBP|CHF|JPY)";

    /** A notation of numbers, and what to do about it. */
    private enum Notation {
        PLAIN("", "", ""),
        DECIMAL_COMMA(
                "[+-]?(\\d+|\\d{1,3}([. '\u00A0\u202F\u2019]\\d{3})+),(\\d{1,2}|\\d{4,})|[+-]?\\d{4,},\\d{3}",
                "with a decimal comma", "set data.options: {locale: de-DE}, or another locale that writes numbers so"),
        GROUPED(
                "[+-]?\\d{1,3}([,.' \u00A0\u202F\u2019]\\d{3})+([.,]\\d+)?",
                "with thousands separators",
                "set data.options: {locale: en-US}, or another locale that writes numbers so"),
        CURRENCY_SIGN(
                "[+-]?" + CURRENCY + " ?[+-]?\\d[\\d.,' ]*|[+-]?\\d[\\d.,' ]*" + CURRENCY,
                "with a currency",
                "remove the currency from the cells, because no option reads them"),
        PERCENT(
                "[+-]?\\d[\\d.,]* ?%",
                "with a percent sign", "remove the sign from the cells, because no option reads them");

        private final Pattern pattern;
        private final String cause;
        private final String remedy;

        Notation(String pattern, String cause, String remedy) {
            this.pattern = Pattern.compile(pattern);
            this.cause = cause;
            this.remedy = remedy;
        }

        static Optional<Notation> of(String cell) {
            if (NumberText.PLAIN.isNumber(cell)) {
                return Optional.of(PLAIN);
            }
            return cell.chars().anyMatch(c -> c >= '0' && c <= '9')
                    ? List.of(values()).stream()
                            .filter(notation -> notation.pattern.matcher(cell).matches())
                            .findFirst()
                    : Optional.empty();
        }
    }

    private final Map<Notation, Long> numbers = new TreeMap<>();
    private final Map<Notation, String> examples = new TreeMap<>();
    private final Map<String, Long> words = new TreeMap<>();
    private boolean tooManyWords;
    private long present;

    /**
     * Returns what the first rows of a column of strings have of numbers.
     *
     * @param what the name of the rows in messages
     */
    public static NumberLikeness of(String what, Dataset<Row> rows, String column) {
        NumberLikeness likeness = new NumberLikeness();
        List<Row> first = SparkFailures.reading(what, () -> rows.select(rows.col(QuotingUtils.quoteIdentifier(column)))
                .limit(ROWS_TO_EXPLAIN)
                .collectAsList());
        first.stream().filter(row -> !row.isNullAt(0)).forEach(row -> likeness.add(row.getString(0)));
        return likeness;
    }

    void add(String cell) {
        present++;
        String text = cell.strip();
        if (CODE.matcher(text).matches()) {
            return;
        }
        Optional<Notation> notation = Notation.of(text);
        if (notation.isPresent()) {
            numbers.merge(notation.get(), 1L, Long::sum);
            examples.merge(notation.get(), text, NumberLikeness::smaller);
        } else if (!tooManyWords) {
            words.merge(cell, 1L, Long::sum);
            limit();
        }
    }

    void add(NumberLikeness other) {
        present += other.present;
        other.numbers.forEach((notation, count) -> numbers.merge(notation, count, Long::sum));
        other.examples.forEach((notation, text) -> examples.merge(notation, text, NumberLikeness::smaller));
        other.words.forEach((word, count) -> words.merge(word, count, Long::sum));
        tooManyWords |= other.tooManyWords;
        limit();
    }

    private static String smaller(String a, String b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private void limit() {
        if (tooManyWords || words.size() > MAX_WORDS) {
            tooManyWords = true;
            words.clear();
        }
    }

    /** Returns why a column that looks like one of numbers is none, and what to do; empty if it does not look so. */
    public Optional<String> finding() {
        long like = numbers.values().stream().mapToLong(count -> count).sum();
        if (tooManyWords || like == 0 || 2 * like < present) {
            return Optional.empty();
        }
        Optional<Notation> notation = numbers.keySet().stream()
                .filter(other -> other != Notation.PLAIN)
                .max(Comparator.comparing(numbers::get));
        if (notation.isPresent()) {
            return Optional.of("has numbers " + notation.get().cause + ", such as \"" + examples.get(notation.get())
                    + "\", and so is text; to read them, " + notation.get().remedy);
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(words(like));
    }

    private String words(long like) {
        List<Map.Entry<String, Long>> frequent = words.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(WORDS_NAMED)
                .toList();
        String named = frequent.stream()
                .map(word ->
                        "\"" + word.getKey() + "\" (" + word.getValue() + (word.getValue() == 1 ? " row)" : " rows)"))
                .collect(Collectors.joining(", "));
        int unnamed = words.size() - frequent.size();
        return "is text, although " + like + " of " + present + " values are numbers; the others are " + named
                + (unnamed > 0 ? " and " + unnamed + " more" : "")
                + ". If that marks a missing value, set data.options: {nullValue: \""
                + frequent.get(0).getKey() + "\"}"
                + (words.size() > 1 ? ", and remove the other words or their rows" : "");
    }
}
