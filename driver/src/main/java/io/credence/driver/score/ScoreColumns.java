package io.credence.driver.score;

import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.likelihood.CategoricalLikelihood;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.likelihood.NumericLikelihood;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.specification.Task;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that scoring adds, in this order. Their names and types are a contract with users. */
final class ScoreColumns {
    static final String PREDICTION = "prediction";
    static final String PROBABILITY = "probability";
    static final String PREDICTION_SET = "prediction_set";

    private ScoreColumns() {}

    /** Returns the columns for a model. */
    static StructType of(EnsembleModel model) {
        StructType columns = ofPrediction(model);
        return model.conformal() == null ? columns : withRegion(columns, model.conformal());
    }

    private static StructType withRegion(StructType columns, Conformal conformal) {
        return conformal instanceof Conformal.Intervals
                ? columns.add("conformal_lower", DataTypes.DoubleType, false)
                        .add("conformal_upper", DataTypes.DoubleType, false)
                : columns.add(PREDICTION_SET, DataTypes.createArrayType(DataTypes.StringType, false), false);
    }

    private static StructType ofPrediction(EnsembleModel model) {
        if (model.task() == Task.EMBEDDING) {
            return new StructType().add(PREDICTION, DataTypes.createArrayType(DataTypes.FloatType, false), false);
        }
        return model.likelihood().match(new Likelihood.Cases<>() {
            @Override
            public StructType ofNumber(NumericLikelihood likelihood) {
                return uncertainties(new StructType().add(PREDICTION, DataTypes.DoubleType, false))
                        .add("lower", DataTypes.DoubleType, false)
                        .add("upper", DataTypes.DoubleType, false);
            }

            @Override
            public StructType ofClass(CategoricalLikelihood likelihood) {
                return uncertainties(new StructType()
                        .add(PREDICTION, DataTypes.StringType, false)
                        .add(PROBABILITY, DataTypes.createArrayType(DataTypes.DoubleType, false), false));
            }
        });
    }

    private static StructType uncertainties(StructType columns) {
        return columns.add("total_uncertainty", DataTypes.DoubleType, false)
                .add("aleatoric_uncertainty", DataTypes.DoubleType, false)
                .add("epistemic_uncertainty", DataTypes.DoubleType, false);
    }
}
