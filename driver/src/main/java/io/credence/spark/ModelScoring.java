package io.credence.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.credence.driver.score.AddedColumns;
import io.credence.driver.score.LazyScoring;
import io.credence.driver.score.OnError;
import io.credence.driver.score.ProbabilityForm;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.posterior.EnsembleModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/** The columns that scoring adds, under the names and in the types of spark.ml. */
final class ModelScoring {
    private final ColumnParams<?> stage;
    private final EnsembleModel model;

    /** Precedes the names of the columns that scoring adds, which are then replaced. */
    private final String prefix;

    ModelScoring(ColumnParams<?> stage, TrainedModel trained) {
        this.stage = stage;
        this.model = trained.ensemble();
        this.prefix = stage.uid() + "_";
    }

    Dataset<Row> transform(Dataset<?> rows) {
        Dataset<Row> input = rows.toDF();
        new StageSchema(stage).after(input.schema());
        List<Double> probabilities = quantileProbabilities();
        Dataset<Row> scored = LazyScoring.score(
                input,
                stage.uid(),
                model,
                new AddedColumns(prefix, ProbabilityForm.ARRAY, OnError.FAIL, probabilities));
        List<Column> selected = new ArrayList<>();
        for (String name : input.columns()) {
            selected.add(scored.col(QuotingUtils.quoteIdentifier(name)));
        }
        ColumnDeclarations columns = stage.columns();
        DataType label = scored.schema().apply(prefix + "prediction").dataType();
        add(selected, stage.getOrDefault(columns.prediction()), prediction(label));
        if (stage instanceof ClassColumns<?>) {
            add(selected, stage.getOrDefault(columns.probability()), vector("probability"));
        }
        add(selected, stage.getOrDefault(columns.total()), added("total_uncertainty"));
        add(selected, stage.getOrDefault(columns.aleatoric()), added("aleatoric_uncertainty"));
        add(selected, stage.getOrDefault(columns.epistemic()), added("epistemic_uncertainty"));
        if (!probabilities.isEmpty()) {
            add(selected, stage.getOrDefault(columns.quantiles()), vector("quantiles"));
        }
        if (model.conformal() != null) {
            add(selected, stage.getOrDefault(columns.region()), region());
        }
        return scored.select(selected.toArray(new Column[0]));
    }

    private List<Double> quantileProbabilities() {
        ColumnDeclarations columns = stage.columns();
        return stage instanceof NumberColumns<?>
                        && !stage.getOrDefault(columns.quantiles()).isEmpty()
                ? Arrays.stream(stage.getOrDefault(columns.quantileProbabilities()))
                        .boxed()
                        .toList()
                : List.of();
    }

    private Column added(String name) {
        return col(QuotingUtils.quoteIdentifier(prefix + name));
    }

    private Column vector(String name) {
        return functions.array_to_vector(added(name));
    }

    private Column prediction(DataType label) {
        Column prediction = added("prediction");
        if (label instanceof NumericType) {
            return prediction.cast(DataTypes.DoubleType);
        }
        Column[] labels = model.labels().stream().map(name -> lit(name)).toArray(Column[]::new);
        Column index = array_position(array(labels), prediction.cast(DataTypes.StringType))
                .minus(1)
                .cast(DataTypes.DoubleType);
        return index.as(
                "label",
                NominalAttribute.defaultAttr()
                        .withValues(model.labels().toArray(new String[0]))
                        .toMetadata());
    }

    private Column region() {
        return model.conformal() instanceof Conformal.Intervals
                ? array(added("conformal_lower"), added("conformal_upper"))
                : added("prediction_set");
    }

    private static void add(List<Column> columns, String name, Column column) {
        if (!name.isEmpty()) {
            columns.add(column.as(name));
        }
    }
}
