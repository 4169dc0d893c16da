package io.credence.driver.data.csv;

import io.credence.driver.UserException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The options of Spark's CSV reader, with other defaults: a header, doubled quotes inside of quotes (RFC 4180), and an
 * error for a malformed row. Invalid values are reported before anything is read.
 */
final class CsvSettings {
    static final String SCHEMA = "schema";
    static final String ENFORCE_SCHEMA = "enforceSchema";
    static final String MULTI_LINE = "multiLine";
    static final String ESCAPE = "escape";
    private static final String HEADER = "header";
    private static final String INFER_SCHEMA = "inferSchema";
    private static final String LOCALE = "locale";
    private static final String MODE = "mode";
    private static final List<String> MODES = List.of("FAILFAST", "PERMISSIVE", "DROPMALFORMED");
    private static final List<String> ENCODINGS = List.of("encoding", "charset");

    /** Lets Spark read all encodings of the JVM; without it, Spark reads ISO-8859-1 and Unicode. */
    private static final String ALL_ENCODINGS = "spark.sql.legacy.javaCharsets";

    private final String what;
    private final SparkSession session;
    private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param what the input, for messages
     * @throws UserException if the value of an option is invalid
     */
    CsvSettings(String what, SparkSession session, Map<String, String> given) {
        this.what = what;
        this.session = session;
        options.putAll(given);
        requireEncoding();
        requireLocale();
        requireSchema();
        options.putIfAbsent(HEADER, "true");
        options.putIfAbsent(MODE, "FAILFAST");
        for (String flag : List.of(HEADER, INFER_SCHEMA, MULTI_LINE, ENFORCE_SCHEMA)) {
            requireFlag(flag);
        }
        requireMode();
        sparkOptions();
    }

    /** Spark only warns about an unknown mode, and reads malformed rows as nulls. */
    private void requireMode() {
        String mode = options.get(MODE);
        if (!MODES.contains(mode.toUpperCase(Locale.ROOT))) {
            throw invalid(MODE, mode, "one of " + String.join(", ", MODES));
        }
    }

    private void requireFlag(String key) {
        String value = options.get(key);
        if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw invalid(key, value, "true or false");
        }
    }

    private void requireEncoding() {
        for (String key : ENCODINGS) {
            String encoding = options.get(key);
            if (encoding == null) {
                continue;
            }
            if (!isSupported(encoding)) {
                throw invalid(key, encoding, "an encoding such as UTF-8, ISO-8859-1 or windows-1252");
            }
            session.conf().set(ALL_ENCODINGS, true);
        }
    }

    private static boolean isSupported(String encoding) {
        try {
            return Charset.isSupported(encoding);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private void requireLocale() {
        String locale = options.get(LOCALE);
        if (locale == null) {
            return;
        }
        try {
            Locale parsed = new Locale.Builder().setLanguageTag(locale).build();
            if (Arrays.asList(Locale.getISOLanguages()).contains(parsed.getLanguage())) {
                return;
            }
        } catch (IllformedLocaleException e) {
            throw new UserException(
                    invalid(LOCALE, locale, "a language tag such as de-DE").getMessage(), e);
        }
        throw invalid(LOCALE, locale, "a language tag such as de-DE");
    }

    private void requireSchema() {
        String schema = options.get(SCHEMA);
        if (schema == null) {
            return;
        }
        try {
            StructType.fromDDL(schema);
        } catch (Exception e) { // Scala does not declare Spark's ParseException
            throw new UserException(
                    invalid(SCHEMA, schema, "DDL such as a INT, b STRING").getMessage(), e);
        }
    }

    private UserException invalid(String key, String value, String allowed) {
        return new UserException(what + " is read with the option " + key + ": " + value + "; it must be " + allowed);
    }

    /**
     * Returns the options as Spark's parser understands them.
     *
     * @throws UserException if Spark rejects a value
     */
    CSVOptions sparkOptions() {
        try {
            CSVOptions parsed = new CSVOptions(
                    CollectionConverters.asScala(options).toMap(scala.$less$colon$less$.MODULE$.refl()),
                    true,
                    session.conf().get("spark.sql.session.timeZone"));
            parsed.asParserSettings(); // checks the separator
            return parsed;
        } catch (RuntimeException e) {
            throw new UserException(
                    what + " is read with the options " + options + ", one of which is invalid: "
                            + e.getMessage().lines().findFirst().orElse("") + ". They are described in Spark's guide to"
                            + " CSV files",
                    e);
        }
    }

    /** Sets an option unless the user did. */
    void setDefault(String key, String value) {
        options.putIfAbsent(key, value);
    }

    boolean contains(String key) {
        return options.containsKey(key);
    }

    /** Returns the options for Spark's reader. */
    Map<String, String> options() {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(options);
        all.remove(SCHEMA);
        all.remove(INFER_SCHEMA);
        return Collections.unmodifiableMap(all);
    }

    boolean hasHeader() {
        return Boolean.parseBoolean(options.get(HEADER));
    }

    /** Returns the schema in DDL that the user gave; null if there is none. */
    String schema() {
        return options.get(SCHEMA);
    }

    /** Returns whether columns get types; otherwise all cells are strings. */
    boolean infersTypes() {
        return !"false".equalsIgnoreCase(options.get(INFER_SCHEMA));
    }

    /** Returns the notation of numbers: that of the locale if the user named one. */
    NumberText notation() {
        String locale = options.get(LOCALE);
        return locale == null ? NumberText.PLAIN : NumberText.of(Locale.forLanguageTag(locale));
    }

    /** Returns the encoding that the user named; null if there is none. */
    String encoding() {
        return ENCODINGS.stream()
                .map(options::get)
                .filter(e -> e != null)
                .findFirst()
                .orElse(null);
    }
}
