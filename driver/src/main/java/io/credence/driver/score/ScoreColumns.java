package io.credence.driver.score;

import io.credence.ensemble.member.Task;
import io.credence.ensemble.posterior.EnsembleModel;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that scoring adds, in their order: a contract. */
final class ScoreColumns {
    static final String PROBABILITY = "probability";

    private ScoreColumns() {}

    static StructType of(EnsembleModel model) {
        boolean regression = model.task() == Task.REGRESSION;
        StructType columns =
                new StructType().add("prediction", regression ? DataTypes.DoubleType : DataTypes.StringType, false);
        if (!regression) {
            columns = columns.add(PROBABILITY, DataTypes.createArrayType(DataTypes.DoubleType, false), false);
        }
        columns = columns.add("total_uncertainty", DataTypes.DoubleType, false)
                .add("aleatoric_uncertainty", DataTypes.DoubleType, false)
                .add("epistemic_uncertainty", DataTypes.DoubleType, false);
        return regression
                ? columns.add("lower", DataTypes.DoubleType, false).add("upper", DataTypes.DoubleType, false)
                : columns;
    }
}
