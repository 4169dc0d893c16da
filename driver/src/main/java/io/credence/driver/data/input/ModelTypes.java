package io.credence.driver.data.input;

import io.credence.ensemble.encoding.ColumnType;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types of the columns that a model reads, by which it reads them again. */
public final class ModelTypes {
    private ModelTypes() {}

    /** Returns the type that each column had in the training data, or the type that its encoding implies. */
    public static Map<String, DataType> of(Encoding encoding) {
        Map<String, DataType> types = new HashMap<>();
        for (FeatureColumn feature : encoding.features()) {
            types.put(feature.name(), implied(feature));
        }
        LabelColumn label = encoding.label();
        types.put(
                label.name(), label instanceof LabelColumn.NumberColumn ? DataTypes.DoubleType : DataTypes.StringType);
        Map<String, DataType> parsed = new HashMap<>();
        for (ColumnType column : encoding.types()) {
            types.put(column.name(), parsed.computeIfAbsent(column.type(), DataType::fromDDL));
        }
        return types;
    }

    private static DataType implied(FeatureColumn feature) {
        if (feature instanceof FeatureColumn.Numeric) {
            return DataTypes.DoubleType;
        }
        return feature instanceof FeatureColumn.Vector
                ? DataTypes.createArrayType(DataTypes.DoubleType)
                : DataTypes.StringType;
    }
}
