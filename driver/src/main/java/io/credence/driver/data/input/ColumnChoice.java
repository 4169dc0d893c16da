package io.credence.driver.data.input;

import io.credence.driver.UserException;
import io.credence.driver.config.NearestName;
import io.credence.ensemble.encoding.LabelKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DatetimeType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Selects the label and the features from the columns of the input. */
public final class ColumnChoice {
    private static final int MAX_COLUMNS_NAMED = 40;

    /** Names that Spark and pandas make up for a column without one, most often an index. */
    private static final Pattern NAMELESS = Pattern.compile("\\s*|_c\\d+|Unnamed: \\d+|__index_level_\\d+__");

    private final String source;
    private final StructType schema;
    private final List<String> warnings = new ArrayList<>();

    /** @param source the name of the rows in messages */
    public ColumnChoice(String source, StructType schema) {
        this.source = source;
        this.schema = schema;
        Set<String> seen = new HashSet<>();
        for (String name : schema.fieldNames()) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new UserException(source + " has more than one column named " + name
                        + "; column names must be unique, ignoring case");
            }
        }
    }

    /**
     * Selects columns. Without a list of features, columns without a name and columns of unsupported types are left
     * out with a warning.
     *
     * @param roles the columns that say how a row is used; no features, unless the user named them
     * @throws UserException if a column that the user named is missing or has an unsupported type
     */
    public KeyColumns choose(ColumnSelection wanted, List<ColumnRole> roles, LabelKind allowedLabels) {
        String label = wanted.label();
        ColumnKind labelKind = labelKind(label, require("data.label", label), allowedLabels);
        wanted.exclude().forEach(name -> require("data.exclude", name));
        wanted.categorical().forEach(name -> require("data.categorical", name));
        roles.forEach(role -> require(role.use().key(), role.column()));
        List<String> left = Stream.concat(
                        wanted.exclude().stream(), roles.stream().map(ColumnRole::column))
                .toList();
        List<String> names = new ArrayList<>(wanted.features() != null ? wanted.features() : candidates(label, left));
        if (names.isEmpty()) {
            throw new UserException(source + " has no column but the label " + label
                    + " that can be a feature; it must have at least one. " + String.join(". ", warnings));
        }
        List<ColumnKind> kinds = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (String name : names) {
            DataType type = require("data.features", name);
            types.add(type);
            ColumnKind kind = ColumnKind.of(type).orElseThrow(() -> unsupported(name, type, names));
            kinds.add(wanted.categorical().contains(name) ? requireCodes(name, type, kind) : kind);
        }
        names.add(label);
        kinds.add(labelKind);
        types.add(schema.apply(label).dataType());
        for (ColumnRole role : roles) {
            DataType type = schema.apply(role.column()).dataType();
            kinds.add(roleKind(role, type));
            names.add(role.alias());
            types.add(type);
        }
        return new KeyColumns(names, kinds, types, roles);
    }

    /** Returns the warnings for the user; complete after {@link #choose}. */
    public List<String> warnings() {
        return warnings;
    }

    private List<String> candidates(String label, List<String> excluded) {
        boolean hasNames = !NAMELESS.matcher(label).matches();
        List<String> names = new ArrayList<>();
        for (StructField field : schema.fields()) {
            String name = field.name();
            if (name.equals(label) || excluded.contains(name)) {
                continue;
            }
            if (hasNames && NAMELESS.matcher(name).matches()) {
                warnings.add("the column " + name + " of " + source + " has no name of its own, as an index that was"
                        + " saved with the rows, and is left out; to learn from it, list it in data.features");
            } else if (ColumnKind.of(field.dataType()).isEmpty()) {
                warnings.add("the column " + name + " of " + source + " has the type "
                        + field.dataType().simpleString() + " and is left out; a feature must be "
                        + ColumnKind.ALLOWED);
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private ColumnKind requireCodes(String name, DataType type, ColumnKind kind) {
        if (kind == ColumnKind.VECTOR) {
            throw new UserException("data.categorical names " + name + ", which has the type " + type.simpleString()
                    + " in " + source + "; it must be a column of numbers or strings");
        }
        return ColumnKind.TEXT;
    }

    /**
     * Checks that these rows can be read with columns selected from other rows. Strings are accepted in place of
     * numbers and parsed row by row; numbers are accepted in place of strings.
     *
     * @throws UserException if a column is missing or has an unsupported type
     */
    public void requireReadable(KeyColumns columns) {
        for (int i = 0; i < columns.names().size(); i++) {
            String name = columns.names().get(i);
            DataType type = require("a column that the model reads", name);
            Optional<ColumnKind> found = ColumnKind.of(type);
            ColumnKind expected = columns.kinds().get(i);
            boolean isVector = expected == ColumnKind.VECTOR;
            if (found.isEmpty() || isVector != (found.get() == ColumnKind.VECTOR)) {
                throw new UserException("the column " + name + " of " + source + " has the type " + type.simpleString()
                        + "; it must be " + expected.inWords() + ", as in the training data");
            }
        }
    }

    /** Returns a column by its name, which may contain dots and backticks. */
    static Column column(String name) {
        return functions.col(QuotingUtils.quoteIdentifier(name));
    }

    private DataType require(String setting, String name) {
        for (StructField field : schema.fields()) {
            if (field.name().equals(name)) {
                return field.dataType();
            }
        }
        List<String> names = List.of(schema.fieldNames());
        Optional<String> suggestion = NearestName.of(name, names);
        throw new UserException(setting + " is " + name + ", but " + source + " has no such column"
                + basePath(name)
                + suggestion
                        .map(meant -> "; did you mean " + meant + "? It has the columns ")
                        .orElse("; it has the columns ")
                + names.stream().limit(MAX_COLUMNS_NAMED).collect(Collectors.joining(", "))
                + (names.size() > MAX_COLUMNS_NAMED ? " and " + (names.size() - MAX_COLUMNS_NAMED) + " more" : ""));
    }

    /** The path of a leaf of a partitioned directory names a column that its files lack. */
    private String basePath(String name) {
        int leaf = source.indexOf("/" + name + "=");
        return leaf < 0
                ? ""
                : "; to take it from the name of the directory, set the option basePath: "
                        + source.substring(0, leaf).replaceFirst("^data\\.\\w+ |^--\\w+ ", "");
    }

    private ColumnKind labelKind(String label, DataType type, LabelKind allowedLabels) {
        Optional<ColumnKind> kind = ColumnKind.of(type);
        if (allowedLabels.isNumber()
                ? kind.equals(Optional.of(ColumnKind.NUMBER))
                : kind.isPresent() && kind.get() != ColumnKind.VECTOR) {
            return kind.get();
        }
        String allowed = allowedLabels.isNumber()
                ? "it must be a number for a regression (for classes, set task: classification)"
                : "it must be a string or an integer to be a class";
        throw new UserException(
                "the label " + label + " of " + source + " has the type " + type.simpleString() + "; " + allowed);
    }

    private ColumnKind roleKind(ColumnRole role, DataType type) {
        boolean time = role.use() == ColumnRole.Use.TIME;
        boolean fits = time
                ? type instanceof DatetimeType || type instanceof NumericType
                : type instanceof AtomicType && !(type instanceof BinaryType);
        if (!fits) {
            throw new UserException(
                    role.use().key() + " is " + role.column() + ", which in " + source + " has the type "
                            + type.simpleString() + "; it must be "
                            + (time ? "a date, a timestamp or a number" : "a string, a number, a boolean or a date"));
        }
        return time ? ColumnKind.NUMBER : ColumnKind.TEXT;
    }

    private UserException unsupported(String name, DataType type, List<String> names) {
        List<String> others = names.stream()
                .filter(other -> ColumnKind.of(schema.apply(other).dataType()).isPresent())
                .toList();
        String remedy = others.size() > MAX_COLUMNS_NAMED
                ? "list the other " + others.size() + " in data.features"
                : "leave it out with data.features: [" + String.join(", ", others) + "]";
        return new UserException("the feature " + name + " of " + source + " has the type " + type.simpleString()
                + "; a feature must be " + ColumnKind.ALLOWED + ". Convert it, or " + remedy);
    }
}
