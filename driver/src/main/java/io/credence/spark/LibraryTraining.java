package io.credence.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.simd.VectorModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.QuotingUtils;

/**
 * The training of {@code credence train} on the rows of a data frame. They are computed once and kept as Parquet in the
 * work directory, because a training reads its rows several times, and a lost executor's share must be the same when it
 * is read again.
 */
final class LibraryTraining {
    private static final String SPLIT = "credence_split";

    private final TrainingParams<?> stage;
    private final Task task;

    LibraryTraining(TrainingParams<?> stage, Task task) {
        this.stage = stage;
        this.task = task;
    }

    /**
     * Trains an ensemble.
     *
     * @throws UserException if the rows or the settings cannot be used, or the JVM lacks the vector module
     */
    TrainedModel fit(Dataset<?> rows) {
        if (!VectorModule.isPresent()) {
            throw new UserException(VectorModule.MISSING);
        }
        StageSchema schema = new StageSchema(stage);
        schema.after(rows.schema());
        SparkSession spark = rows.sparkSession();
        Path directory = new Path(workDirectory(spark.sparkContext()), stage.uid() + "-" + UUID.randomUUID());
        Path input = new Path(directory, "rows");
        // Invalid settings fail before anything is written.
        Configuration configuration = configuration(schema.features(), input, directory);
        org.apache.hadoop.conf.Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try {
            rows.select(columns(schema.features())).write().parquet(input.toString());
            TrainResult result = new TrainJob(spark).run(configuration, new TrainOptions(false));
            return TrainedModel.read(result.model(), hadoop, result.report());
        } catch (IOException e) {
            throw new UncheckedIOException("the training in " + directory + " failed", e);
        } finally {
            delete(input, hadoop);
        }
    }

    private Column[] columns(List<String> features) {
        List<Column> columns = new ArrayList<>();
        for (String feature : features) {
            columns.add(named(feature));
        }
        columns.add(named(stage.getOrDefault(stage.labelCol())));
        if (stage.isSet(stage.validationIndicatorCol())) {
            Column validates = named(stage.getOrDefault(stage.validationIndicatorCol()));
            columns.add(
                    when(validates, lit("validation")).otherwise(lit("train")).as(SPLIT));
        }
        return columns.toArray(new Column[0]);
    }

    private static Column named(String name) {
        return col(QuotingUtils.quoteIdentifier(name));
    }

    private Configuration configuration(List<String> features, Path input, Path output) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("task", task.name().toLowerCase(Locale.ROOT));
        tree.put("output", output.toString());
        ObjectNode data = tree.putObject("data");
        data.put("input", input.toString());
        data.put("format", "parquet");
        data.put("label", stage.getOrDefault(stage.labelCol()));
        features.forEach(data.putArray("features")::add);
        ObjectNode split = data.putObject("split");
        if (stage.isSet(stage.validationIndicatorCol())) {
            split.put("column", SPLIT);
        } else {
            split.put("test", 0);
        }
        tree.putObject("training").put("preset", stage.getOrDefault(stage.preset()));
        ObjectNode ensemble = tree.putObject("ensemble");
        if (stage.isSet(stage.members())) {
            ensemble.put("members", (int) stage.getOrDefault(stage.members()));
        }
        if (stage.isSet(stage.seed())) {
            ensemble.put("seed", (long) stage.getOrDefault(stage.seed()));
            split.put("seed", (long) stage.getOrDefault(stage.seed()));
        }
        return ConfigurationReader.parse(
                "the parameters of " + stage.uid(),
                tree.toPrettyString(),
                List.of(stage.getOrDefault(stage.settings())));
    }

    private String workDirectory(SparkContext context) {
        if (stage.isSet(stage.workDirectory())) {
            return stage.getOrDefault(stage.workDirectory());
        }
        if (context.getCheckpointDir().isDefined()) {
            return context.getCheckpointDir().get();
        }
        if (context.master().startsWith("local")) {
            return new java.io.File(System.getProperty("java.io.tmpdir"))
                    .toURI()
                    .toString();
        }
        throw new UserException("workDirectory of " + stage.uid() + " is not set; with the master " + context.master()
                + " it must be a directory that all executors see, such as hdfs:///tmp/credence");
    }

    private static void delete(Path path, org.apache.hadoop.conf.Configuration hadoop) {
        try {
            path.getFileSystem(hadoop).delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException("the rows in " + path + " could not be deleted", e);
        }
    }
}
