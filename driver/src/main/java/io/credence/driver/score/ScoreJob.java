package io.credence.driver.score;

import io.credence.driver.UserException;
import io.credence.driver.config.Format;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.InputSource;
import io.credence.driver.data.input.SparkFailures;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.driver.model.ModelStore;
import io.credence.ensemble.posterior.EnsembleModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

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
     * Scores rows and writes them.
     *
     * @throws UserException if the model, the input or the output cannot be used
     * @throws IOException if the model cannot be read
     */
    public ScoreResult run(ScoreOptions options) throws IOException {
        long start = System.nanoTime();
        EnsembleModel model = new ModelStore(context.hadoopConfiguration()).read(options.model());
        ScoreOutput output = ScoreOutput.of(options, context.hadoopConfiguration());
        Format format = Format.orOfPath(options.format(), "--input", options.input());
        InputSource source = InputSource.ofFiles("--input", options.input(), format, options.options());
        Dataset<Row> rows = new DataReader(spark).read(source, model.encoding());
        if (output.isOverwritten()) {
            output.requireInputElsewhere(rows.inputFiles());
        }
        LongAccumulator written = context.sc().longAccumulator("rows scored");
        Dataset<Row> scored = score(rows, options.input(), model, written);
        boolean isText = options.outputFormat() == Format.CSV;
        write(isText ? scored : DataReader.withModelTypes(scored, source, model.encoding()), options);
        return new ScoreResult(written.value(), (System.nanoTime() - start) * 1e-9, options.output());
    }

    private static void write(Dataset<Row> scored, ScoreOptions options) {
        Dataset<Row> written = forFormat(scored, options.outputFormat());
        SparkFailures.reading("--input " + options.input(), () -> {
            written.write()
                    .format(options.outputFormat().source())
                    .option("header", true)
                    .option("escape", "\"")
                    .mode(options.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                    .save(options.output());
            return options.output();
        });
    }

    /**
     * Converts arrays (probabilities, label sets and embeddings) to JSON for CSV, which has no arrays:
     * {@code [0.9,0.1]}.
     */
    private static Dataset<Row> forFormat(Dataset<Row> scored, Format format) {
        if (format != Format.CSV) {
            return scored;
        }
        Dataset<Row> written = scored;
        for (String name : List.of(ScoreColumns.PREDICTION, ScoreColumns.PROBABILITY, ScoreColumns.PREDICTION_SET)) {
            if (isArray(scored.schema(), name)) {
                written = written.withColumn(name, functions.to_json(scored.col(name)));
            }
        }
        requireCells(written.schema());
        return written;
    }

    private static void requireCells(StructType schema) {
        for (StructField field : schema.fields()) {
            if (!(field.dataType() instanceof AtomicType)) {
                throw new UserException("--output-format is csv, which cannot store the column " + field.name()
                        + " of type " + field.dataType().typeName() + "; it must be parquet, orc or json");
            }
        }
    }

    private static boolean isArray(StructType schema, String name) {
        return Arrays.stream(schema.fields())
                .anyMatch(field -> field.name().equals(name) && field.dataType() instanceof ArrayType);
    }

    /**
     * Returns the rows with the columns that scoring adds.
     *
     * @param source the name of the rows in messages
     * @param written accumulates the number of rows
     * @throws UserException if a column of the model is missing, or a column that scoring adds already exists
     */
    public Dataset<Row> score(Dataset<Row> rows, String source, EnsembleModel model, LongAccumulator written) {
        StructType input = rows.schema();
        EncodingColumns.require(source, input, model.encoding(), false);
        StructType added = ScoreColumns.of(model);
        requireFree(source, input, added);
        StructType output = new StructType(concat(input, added));
        Broadcast<EnsembleModel> broadcast = context.broadcast(model);
        JavaRDD<InternalRow> scored = EncodingColumns.internalRows(rows)
                .mapPartitions(partition -> new ScoredRows(partition, input, output, broadcast.value(), written));
        return ((org.apache.spark.sql.classic.SparkSession) spark).internalCreateDataFrame(scored.rdd(), output, false);
    }

    private static StructField[] concat(StructType first, StructType second) {
        return Stream.concat(Arrays.stream(first.fields()), Arrays.stream(second.fields()))
                .toArray(StructField[]::new);
    }

    private static void requireFree(String source, StructType input, StructType added) {
        List<String> taken = Arrays.stream(added.fieldNames())
                .filter(name -> Arrays.stream(input.fieldNames()).anyMatch(name::equalsIgnoreCase))
                .toList();
        if (!taken.isEmpty()) {
            throw new UserException(source + " already has the columns " + taken
                    + ", which scoring adds; they must be renamed or dropped");
        }
    }
}
