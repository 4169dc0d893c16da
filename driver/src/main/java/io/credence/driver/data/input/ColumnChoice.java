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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the label and the features among the columns that there are. */
public final class ColumnChoice {
    private static final int COLUMNS_NAMED = 40;

    private final String source;
    private final StructType schema;

    /** @param source where the rows come from, for messages */
    public ColumnChoice(String source, StructType schema) {
        this.source = source;
        this.schema = schema;
        Set<String> seen = new HashSet<>();
        for (String name : schema.fieldNames()) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new UserException(source + " has more than one column " + name
                        + "; the names of its columns must differ, by more than upper and lower case");
            }
        }
    }

    /**
     * @param label the label's name
     * @param features the features' names; null: all columns but the label
     * @throws UserException if a column is missing or has a type that cannot be used
     */
    public KeyColumns choose(String label, List<String> features, Task task) {
        ColumnKind labelKind = labelKind(label, require("data.label", label), task);
        List<String> names = new ArrayList<>(
                features != null
                        ? features
                        : Arrays.stream(schema.fieldNames())
                                .filter(name -> !name.equals(label))
                                .toList());
        if (names.isEmpty()) {
            throw new UserException(source + " has no column but the label " + label + "; it must have a feature");
        }
        List<ColumnKind> kinds = new ArrayList<>();
        for (String name : names) {
            DataType type = require("data.features", name);
            kinds.add(ColumnKind.of(type).orElseThrow(() -> unsupported(name, type, names)));
        }
        names.add(label);
        kinds.add(labelKind);
        return new KeyColumns(names, kinds);
    }

    /**
     * Checks that rows can be read as columns that were chosen before, in other rows. A text may stand for a number, and is then parsed row by
     * row; a number may stand for a text.
     *
     * @throws UserException if a column is missing or has a type that cannot be read
     */
    public void requireReadable(KeyColumns columns) {
        for (int i = 0; i < columns.names().size(); i++) {
            String name = columns.names().get(i);
            DataType type = require("a column that the model reads", name);
            Optional<ColumnKind> found = ColumnKind.of(type);
            ColumnKind asked = columns.kinds().get(i);
            boolean wantsVector = asked == ColumnKind.VECTOR;
            if (found.isEmpty() || wantsVector != (found.get() == ColumnKind.VECTOR)) {
                throw new UserException("the column " + name + " of " + source + " has the type " + type.simpleString()
                        + "; in the training data it is " + asked.inWords());
            }
        }
    }

    /** The named columns only, in this order. */
    static Dataset<Row> select(Dataset<Row> rows, List<String> names) {
        return rows.select(names.stream().map(ColumnChoice::column).toArray(Column[]::new));
    }

    /** A column by its name, which may hold dots and backticks. */
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
        Optional<String> nearest = NearestName.of(name, names);
        throw new UserException(setting + " is " + name + ", and " + source + " has no such column"
                + nearest.map(meant -> "; did you mean " + meant + "? It has ").orElse("; it has ")
                + names.stream().limit(COLUMNS_NAMED).collect(Collectors.joining(", "))
                + (names.size() > COLUMNS_NAMED ? " and " + (names.size() - COLUMNS_NAMED) + " more" : ""));
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
                ? "for a regression it must be a number (for classes set task: classification)"
                : "a class must be a text or a whole number";
        throw new UserException(
                "the label " + label + " of " + source + " has the type " + type.simpleString() + "; " + allowed);
    }

    private UserException unsupported(String name, DataType type, List<String> names) {
        String others = names.stream()
                .filter(other -> ColumnKind.of(schema.apply(other).dataType()).isPresent())
                .collect(Collectors.joining(", "));
        return new UserException("the feature " + name + " of " + source + " has the type " + type.simpleString()
                + "; a feature must be " + ColumnKind.ALLOWED
                + ". Turn it into one of these, or leave it out: data.features: [" + others + "]");
    }
}
