package io.credence.ensemble.encoding;

import java.io.Serializable;
import java.util.Objects;

/**
 * The type of a column in the training data, by which the same column of other data is read.
 *
 * @param name the column
 * @param type the type, as Spark writes it in DDL: {@code string}, {@code int}, {@code array<double>}
 */
public record ColumnType(String name, String type) implements Serializable {
    /** @throws NullPointerException if the name or the type is null */
    public ColumnType {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
