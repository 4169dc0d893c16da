package io.credence.spark;

import io.credence.driver.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a stage reads and adds. */
final class StageSchema {
    private final ColumnParams<?> stage;

    StageSchema(ColumnParams<?> stage) {
        this.stage = stage;
    }

    /** Returns the names of the feature columns. */
    List<String> features() {
        return stage.isSet(stage.featuresCols())
                ? List.of(stage.getOrDefault(stage.featuresCols()))
                : List.of(stage.getOrDefault(stage.featuresCol()));
    }

    /**
     * Returns a schema with the columns that the stage adds. An estimator does not know whether its model will have a
     * conformal region, so that is left out.
     *
     * @throws UserException if a feature is missing, or an added column already exists
     */
    StructType after(StructType input) {
        requireFeatures(input);
        StructType added = added();
        List<String> taken = new ArrayList<>(List.of(added.fieldNames()));
        taken.retainAll(Arrays.asList(input.fieldNames()));
        if (!taken.isEmpty()) {
            throw new UserException(stage.uid() + " adds the columns " + taken
                    + ", which the rows already have; rename them, or set predictionCol and its kin");
        }
        StructType all = input;
        for (StructField field : added.fields()) {
            all = all.add(field);
        }
        return all;
    }

    void requireFeatures(StructType input) {
        List<String> missing = new ArrayList<>(features());
        missing.removeAll(Arrays.asList(input.fieldNames()));
        if (!missing.isEmpty()) {
            throw new UserException("the rows have no columns " + missing + ", which are "
                    + (stage.isSet(stage.featuresCols()) ? "featuresCols" : "featuresCol") + " of " + stage.uid()
                    + "; they have " + String.join(", ", input.fieldNames()));
        }
    }

    private StructType added() {
        ColumnDeclarations columns = stage.columns();
        StructType all = new StructType();
        all = with(all, stage.getOrDefault(columns.prediction()), DataTypes.DoubleType);
        if (stage instanceof ClassColumns<?>) {
            all = with(all, stage.getOrDefault(columns.probability()), SQLDataTypes.VectorType());
        }
        all = with(all, stage.getOrDefault(columns.total()), DataTypes.DoubleType);
        all = with(all, stage.getOrDefault(columns.aleatoric()), DataTypes.DoubleType);
        all = with(all, stage.getOrDefault(columns.epistemic()), DataTypes.DoubleType);
        if (stage instanceof NumberColumns<?>) {
            all = with(all, stage.getOrDefault(columns.quantiles()), SQLDataTypes.VectorType());
        }
        return all;
    }

    private static StructType with(StructType schema, String name, DataType type) {
        return name.isEmpty() ? schema : schema.add(name, type);
    }
}
