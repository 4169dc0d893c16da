package io.credence.driver.score;

import io.credence.driver.UserException;
import io.credence.driver.data.input.SparkFailures;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.QuotingUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output directory of scored rows. Spark deletes a directory that it overwrites before it reads the first row, so
 * the directory must contain neither the input nor the model.
 */
final class ScoreOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ScoreOutput.class);

    private final ScoreDestination destination;
    /** The file system and the path of a directory; null for a table. */
    private final FileSystem fileSystem;

    private final Path qualified;
    private final boolean overwritten;

    private ScoreOutput(ScoreDestination destination, SparkSession spark) throws IOException {
        this.destination = destination;
        if (destination.path() == null) {
            this.fileSystem = null;
            this.qualified = null;
            this.overwritten = spark.catalog().tableExists(destination.table());
            return;
        }
        Path path = new Path(destination.path());
        this.fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        this.qualified = fileSystem.makeQualified(path);
        this.overwritten = fileSystem.exists(qualified);
    }

    /**
     * Checks the output directory before rows are scored.
     *
     * @throws UserException if the output exists and may not be overwritten, cannot be reached, or contains the model
     */
    static ScoreOutput of(ScoreOptions options, SparkSession spark) {
        ScoreDestination destination = options.destination();
        try {
            ScoreOutput output = new ScoreOutput(destination, spark);
            if (output.overwritten && !destination.overwrite()) {
                throw new UserException(destination.inWords()
                        + ", which already exists; it must be another one, or pass --overwrite to replace it");
            }
            Path model = new Path(options.model());
            output.requireElsewhere(
                    "--model",
                    model.getFileSystem(spark.sparkContext().hadoopConfiguration())
                            .makeQualified(model));
            return output;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(destination.inWords() + ", which cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Returns whether existing output will be deleted. */
    boolean isOverwritten() {
        return overwritten;
    }

    /**
     * Checks that no input file is in the output directory.
     *
     * @param files the input files, as {@link org.apache.spark.sql.Dataset#inputFiles} returns them
     * @throws UserException if an input file is in the output directory
     */
    void requireInputElsewhere(String[] files) {
        for (String file : files) {
            requireElsewhere("--input", SparkPath.fromUrlString(file).toPath());
        }
    }

    private void requireElsewhere(String option, Path read) {
        for (Path path = read; path != null; path = path.getParent()) {
            if (path.equals(qualified)) {
                throw new UserException(destination.inWords() + ", which contains the " + option + " " + read
                        + "; it must be another path, because its content is deleted first");
            }
        }
    }

    /**
     * Writes the rows. If that fails, nothing is left of the output, so that the same command works on mended rows.
     *
     * @param source the name of the rows in messages
     * @throws UserException if the format cannot store a column, a column of the partitions does not exist, or a row
     *     cannot be scored
     */
    void write(String source, Dataset<Row> scored, ScoreColumns columns) {
        requirePartitions(scored.schema());
        Dataset<Row> written = forFormat(scored, columns);
        boolean complete = false;
        try {
            SparkFailures.reading(source, () -> {
                save(written.write());
                return destination;
            });
            complete = true;
        } finally {
            if (!complete) {
                discard();
            }
        }
    }

    private void save(DataFrameWriter<Row> writer) {
        writer.mode(destination.overwrite() ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                .partitionBy(destination.partitionBy().toArray(String[]::new));
        if (destination.isCsv()) {
            writer.option("header", true).option("escape", "\"");
        }
        if (destination.format() != null) {
            writer.format(destination.format());
        }
        writer.options(destination.options());
        if (destination.path() != null) {
            writer.save(destination.path());
        } else {
            writer.saveAsTable(destination.table());
        }
    }

    /** Output from before this job is kept unless Spark has already deleted its files. */
    private void discard() {
        try {
            if (qualified != null && fileSystem.exists(qualified) && (!overwritten || hasNoFiles())) {
                fileSystem.delete(qualified, true);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", qualified, e.getMessage());
        }
    }

    private boolean hasNoFiles() throws IOException {
        for (FileStatus status : fileSystem.listStatus(qualified)) {
            String name = status.getPath().getName();
            if (!name.startsWith("_") && !name.startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private void requirePartitions(StructType schema) {
        List<String> names = List.of(schema.fieldNames());
        for (String column : destination.partitionBy()) {
            if (!names.contains(column)) {
                throw new UserException(
                        "--partition-by names " + column + ", which the scored rows do not have; it must"
                                + " be a column of the input or one that scoring adds");
            }
        }
    }

    /** Converts arrays and maps of predictions to JSON for CSV, which has neither: {@code [0.9,0.1]}. */
    private Dataset<Row> forFormat(Dataset<Row> scored, ScoreColumns columns) {
        if (!destination.isCsv()) {
            return scored;
        }
        Dataset<Row> written = scored;
        for (StructField field : columns.schema().fields()) {
            if (field.dataType() instanceof ArrayType || field.dataType() instanceof MapType) {
                written = written.withColumn(
                        field.name(), functions.to_json(scored.col(QuotingUtils.quoteIdentifier(field.name()))));
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
}
