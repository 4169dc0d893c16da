package io.credence.driver.score;

import io.credence.ensemble.posterior.EnsembleModel;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
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
        ScoreJob.requireScorable(input, source, model, columns);
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
            return mapped(
                    new ScoredRows(
                            mapped(rows, toInternal::apply), input, model.value(), columns, new ScoreAccumulator()),
                    toRow::apply);
        }

        private static <A, B> Iterator<B> mapped(Iterator<A> from, Function<A, B> function) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return from.hasNext();
                }

                @Override
                public B next() {
                    return function.apply(from.next());
                }
            };
        }
    }
}
