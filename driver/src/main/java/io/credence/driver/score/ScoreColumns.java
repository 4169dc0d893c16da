package io.credence.driver.score;

import io.credence.ensemble.posterior.EnsembleModel;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that scoring adds, in their order: a contract. */
final class ScoreColumns {
    static final String PREDICTION = "prediction";
    static final String PROBABILITY = "probability";

    private ScoreColumns() {}

    static StructType of(EnsembleModel model) {
        return switch (model.task()) {
            case REGRESSION ->
                uncertainties(new StructType().add(PREDICTION, DataTypes.DoubleType, false))
                        .add("lower", DataTypes.DoubleType, false)
                        .add("upper", DataTypes.DoubleType, false);
            case CLASSIFICATION ->
                uncertainties(new StructType()
                        .add(PREDICTION, DataTypes.StringType, false)
                        .add(PROBABILITY, DataTypes.createArrayType(DataTypes.DoubleType, false), false));
            case EMBEDDING ->
                new StructType().add(PREDICTION, DataTypes.createArrayType(DataTypes.FloatType, false), false);
        };
    }

    private static StructType uncertainties(StructType columns) {
        return columns.add("total_uncertainty", DataTypes.DoubleType, false)
                .add("aleatoric_uncertainty", DataTypes.DoubleType, false)
                .add("epistemic_uncertainty", DataTypes.DoubleType, false);
    }
}
