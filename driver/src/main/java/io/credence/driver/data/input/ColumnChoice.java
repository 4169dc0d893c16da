package io.credence.driver.data.input;

import io.credence.driver.UserException;
import io.credence.driver.config.NearestName;
import io.credence.ensemble.specification.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
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

    private final String source;
    private final StructType schema;

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
     * Selects columns.
     *
     * @param label the label's name
     * @param features the features' names; null: all columns but the label and those with a role
     * @param roles the columns that say how a row is used
     * @throws UserException if a column is missing or has an unsupported type
     */
    public KeyColumns choose(String label, List<String> features, List<ColumnRole> roles, Task task) {
        ColumnKind labelKind = labelKind(label, require("data.label", label), task);
        List<String> names = new ArrayList<>(
                features != null
                        ? features
                        : Arrays.stream(schema.fieldNames())
                                .filter(name -> !name.equals(label)
                                        && roles.stream().noneMatch(role -> name.equals(role.column())))
                                .toList());
        if (names.isEmpty()) {
            throw new UserException(
                    source + " has only the label column " + label + "; it must have at least one feature");
        }
        List<ColumnKind> kinds = new ArrayList<>();
        for (String name : names) {
            DataType type = require("data.features", name);
            kinds.add(ColumnKind.of(type).orElseThrow(() -> unsupported(name, type, names)));
        }
        names.add(label);
        kinds.add(labelKind);
        for (ColumnRole role : roles) {
            kinds.add(roleKind(role, require(role.use().key(), role.column())));
            names.add(role.alias());
        }
        return new KeyColumns(names, kinds, roles);
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
        return functions.col("`" + name.replace("`", "``") + "`");
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
                + suggestion
                        .map(meant -> "; did you mean " + meant + "? It has the columns ")
                        .orElse("; it has the columns ")
                + names.stream().limit(MAX_COLUMNS_NAMED).collect(Collectors.joining(", "))
                + (names.size() > MAX_COLUMNS_NAMED ? " and " + (names.size() - MAX_COLUMNS_NAMED) + " more" : ""));
    }

    private ColumnKind labelKind(String label, DataType type, Task task) {
        Optional<ColumnKind> kind = ColumnKind.of(type);
        boolean regression = task == Task.REGRESSION;
        if (regression
                ? kind.equals(Optional.of(ColumnKind.NUMBER))
                : kind.isPresent() && kind.get() != ColumnKind.VECTOR) {
            return kind.get();
        }
        String allowed = regression
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
        String others = names.stream()
                .filter(other -> ColumnKind.of(schema.apply(other).dataType()).isPresent())
                .collect(Collectors.joining(", "));
        return new UserException("the feature " + name + " of " + source + " has the type " + type.simpleString()
                + "; a feature must be " + ColumnKind.ALLOWED
                + ". Convert it, or leave it out with data.features: [" + others + "]");
    }
}
