package io.credence.driver.score;

import io.credence.driver.UserException;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.likelihood.CategoricalLikelihood;
import io.credence.ensemble.likelihood.Likelihood;
import io.credence.ensemble.likelihood.NumericLikelihood;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.specification.Task;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that scoring adds, in this order. Their names and types are a contract with users.
 *
 * @param options the names and forms that the user chose
 * @param schema the columns
 */
record ScoreColumns(AddedColumns options, StructType schema) implements Serializable {
    private static final String PREDICTION = "prediction";
    private static final String PROBABILITY = "probability";

    /**
     * Returns the columns for a model.
     *
     * @param labelType the type of the label in the training rows; ignored for a regression
     * @throws UserException if two columns would have the same name
     */
    static ScoreColumns of(EnsembleModel model, DataType labelType, AddedColumns options) {
        StructType columns = ofPrediction(likelihood(model), model.labels(), labelType, options);
        if (model.conformal() != null) {
            columns = withRegion(columns, model.conformal(), labelType);
        }
        boolean nullable = options.onError() == OnError.NULL;
        StructType named = new StructType();
        for (StructField field : columns.fields()) {
            named = named.add(options.prefix() + field.name(), field.dataType(), nullable);
        }
        if (nullable) {
            named = named.add(options.prefix() + "error", DataTypes.StringType, true);
        }
        requireUnique(named);
        return new ScoreColumns(options, named);
    }

    private static StructType withRegion(StructType columns, Conformal conformal, DataType labelType) {
        return conformal instanceof Conformal.Intervals
                ? columns.add("conformal_lower", DataTypes.DoubleType).add("conformal_upper", DataTypes.DoubleType)
                : columns.add("prediction_set", DataTypes.createArrayType(labelType, false));
    }

    private static Optional<Likelihood> likelihood(EnsembleModel model) {
        return model.task() == Task.EMBEDDING ? Optional.empty() : Optional.of(model.likelihood());
    }

    private static StructType ofPrediction(
            Optional<Likelihood> likelihood, List<String> labels, DataType labelType, AddedColumns options) {
        if (likelihood.isEmpty()) {
            return new StructType().add(PREDICTION, DataTypes.createArrayType(DataTypes.FloatType, false));
        }
        return likelihood.get().match(new Likelihood.Cases<>() {
            @Override
            public StructType ofNumber(NumericLikelihood numeric) {
                StructType columns = uncertainties(new StructType().add(PREDICTION, DataTypes.DoubleType))
                        .add("lower", DataTypes.DoubleType)
                        .add("upper", DataTypes.DoubleType);
                return options.quantiles().isEmpty()
                        ? columns
                        : columns.add("quantiles", DataTypes.createArrayType(DataTypes.DoubleType, false));
            }

            @Override
            public StructType ofClass(CategoricalLikelihood categorical) {
                return uncertainties(probabilities(
                        new StructType().add(PREDICTION, labelType), labels, labelType, options.probability()));
            }
        });
    }

    private static StructType probabilities(
            StructType columns, List<String> labels, DataType labelType, ProbabilityForm form) {
        return switch (form) {
            case ARRAY -> columns.add(PROBABILITY, DataTypes.createArrayType(DataTypes.DoubleType, false));
            case MAP -> columns.add(PROBABILITY, DataTypes.createMapType(labelType, DataTypes.DoubleType, false));
            case COLUMNS -> {
                StructType all = columns;
                for (String label : labels) {
                    all = all.add(PROBABILITY + "_" + label, DataTypes.DoubleType);
                }
                yield all;
            }
        };
    }

    private static StructType uncertainties(StructType columns) {
        return columns.add("total_uncertainty", DataTypes.DoubleType)
                .add("aleatoric_uncertainty", DataTypes.DoubleType)
                .add("epistemic_uncertainty", DataTypes.DoubleType);
    }

    /** The names of probabilities come from labels, which may differ only in case. Spark's names must not. */
    private static void requireUnique(StructType columns) {
        Set<String> seen = new HashSet<>();
        for (String name : columns.fieldNames()) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new UserException("--probability is columns, which would add two columns named " + name
                        + "; it must be array or map for these labels");
            }
        }
    }

    /**
     * Checks that the rows do not have these columns.
     *
     * @param source the name of the rows in messages
     * @throws UserException if they do
     */
    void requireFree(String source, StructType input) {
        List<String> taken = taken(schema, Arrays.asList(input.fieldNames()));
        if (!taken.isEmpty()) {
            throw new UserException(source + " already has the columns " + taken
                    + ", which scoring adds; pass --prefix, such as --prefix model_, to add them under other names");
        }
    }

    /**
     * Returns the columns that scoring adds by default, as far as other columns have their names.
     *
     * @param likelihood the likelihood of the labels; empty for an embedding
     */
    static List<String> taken(Optional<Likelihood> likelihood, List<String> names) {
        return taken(ofPrediction(likelihood, List.of(), DataTypes.StringType, AddedColumns.DEFAULT), names);
    }

    private static List<String> taken(StructType added, List<String> names) {
        List<String> taken = new ArrayList<>(List.of(added.fieldNames()));
        taken.removeIf(name -> names.stream().noneMatch(name::equalsIgnoreCase));
        return taken;
    }

    /** Returns the columns of the input, then the added ones. */
    StructType after(StructType input) {
        StructType all = new StructType(input.fields());
        for (StructField field : schema.fields()) {
            all = all.add(field);
        }
        return all;
    }
}
