package io.credence.driver.score;

import io.credence.driver.UserException;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.InputSource;
import io.credence.driver.data.input.ModelTypes;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.driver.model.ModelStore;
import io.credence.ensemble.posterior.EnsembleModel;
import java.io.IOException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Batch scoring: writes the input rows with prediction columns appended. */
public final class ScoreJob {
    private final SparkSession spark;
    private final JavaSparkContext context;

    /** @param spark the session that reads and writes the rows */
    public ScoreJob(SparkSession spark) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    /**
     * Scores rows and writes them. A job that fails leaves no output.
     *
     * @throws UserException if the model, the input or the output cannot be used
     * @throws IOException if the model cannot be read
     */
    public ScoreResult run(ScoreOptions options) throws IOException {
        long start = System.nanoTime();
        EnsembleModel model = new ModelStore(context.hadoopConfiguration()).read(options.model());
        ScoreOutput output = ScoreOutput.of(options, spark);
        InputSource source = options.source();
        Dataset<Row> rows = new DataReader(spark).read(source, model.encoding());
        if (output.isOverwritten()) {
            output.requireInputElsewhere(rows.inputFiles());
        }
        ScoreColumns columns = columns(model, options.columns());
        ScoreAccumulator counts = new ScoreAccumulator();
        Dataset<Row> scored = score(rows, source.name(), model, columns, counts);
        output.write(
                source.key() + " " + source.name(),
                options.destination().isCsv() ? scored : DataReader.withModelTypes(scored, source, model.encoding()),
                columns);
        ScoreTally tally = counts.value();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new ScoreResult(
                tally.rows(), tally.failed(), seconds, options.destination().name());
    }

    /**
     * Returns the rows with the columns that scoring adds.
     *
     * @param source the name of the rows in messages
     * @param counts accumulates the counts of scored rows
     * @throws UserException if a column of the model is missing, or a column that scoring adds already exists
     */
    public Dataset<Row> score(
            Dataset<Row> rows, String source, EnsembleModel model, AddedColumns added, ScoreAccumulator counts) {
        return score(rows, source, model, columns(model, added), counts);
    }

    /**
     * Checks that rows can be scored.
     *
     * @throws UserException if a column of the model is missing, or a column that scoring adds already exists
     */
    static void requireScorable(StructType input, String source, EnsembleModel model, ScoreColumns columns) {
        EncodingColumns.require(source, input, model.encoding(), false);
        columns.requireFree(source, input);
    }

    private Dataset<Row> score(
            Dataset<Row> rows, String source, EnsembleModel model, ScoreColumns columns, ScoreAccumulator counts) {
        StructType input = rows.schema();
        requireScorable(input, source, model, columns);
        context.sc().register(counts, "scored rows");
        Broadcast<EnsembleModel> broadcast = context.broadcast(model);
        JavaRDD<InternalRow> scored = EncodingColumns.internalRows(rows)
                .mapPartitions(partition -> new ScoredRows(partition, input, broadcast.value(), columns, counts));
        return ((org.apache.spark.sql.classic.SparkSession) spark)
                .internalCreateDataFrame(scored.rdd(), columns.after(input), false);
    }

    static ScoreColumns columns(EnsembleModel model, AddedColumns added) {
        DataType labelType =
                ModelTypes.of(model.encoding()).get(model.encoding().label().name());
        return ScoreColumns.of(model, labelType, added);
    }
}
