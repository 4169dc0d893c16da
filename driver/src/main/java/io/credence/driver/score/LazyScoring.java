package io.credence.driver.score;

import io.credence.driver.data.profile.EncodingColumns;
import io.credence.ensemble.posterior.EnsembleModel;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.types.StructType;

/** Scoring as a step of a query, which may be a stream: nothing is computed before the query runs. */
public final class LazyScoring {
    private LazyScoring() {}

    /**
     * Returns the rows with the columns that scoring adds.
     *
     * @param source the name of the rows in messages
     * @throws io.credence.driver.UserException if a column of the model is missing, or a column that scoring adds
     *     already exists
     */
    public static Dataset<Row> score(Dataset<Row> rows, String source, EnsembleModel model, AddedColumns added) {
        StructType input = rows.schema();
        ScoreColumns columns = ScoreJob.columns(model, added);
        EncodingColumns.require(source, input, model.encoding(), false);
        columns.requireFree(source, input);
        Broadcast<EnsembleModel> broadcast = JavaSparkContext.fromSparkContext(
                        rows.sparkSession().sparkContext())
                .broadcast(model);
        return rows.mapPartitions(new Partition(input, broadcast, columns), Encoders.row(columns.after(input)));
    }

    private record Partition(StructType input, Broadcast<EnsembleModel> model, ScoreColumns columns)
            implements MapPartitionsFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            ExpressionEncoder.Serializer<Row> toInternal =
                    ExpressionEncoder.apply(input).createSerializer();
            ExpressionEncoder<Row> scored = ExpressionEncoder.apply(columns.after(input));
            ExpressionEncoder.Deserializer<Row> toRow = scored.resolveAndBind(
                            scored.resolveAndBind$default$1(), scored.resolveAndBind$default$2())
                    .createDeserializer();
            ScoredRows predictions =
                    new ScoredRows(converted(rows, toInternal), input, model.value(), columns, new ScoreAccumulator());
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return predictions.hasNext();
                }

                @Override
                public Row next() {
                    return toRow.apply(predictions.next());
                }
            };
        }

        private static Iterator<InternalRow> converted(
                Iterator<Row> rows, ExpressionEncoder.Serializer<Row> toInternal) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public InternalRow next() {
                    return toInternal.apply(rows.next());
                }
            };
        }
    }
}
