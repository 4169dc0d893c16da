package io.credence.driver.train;

import io.credence.driver.config.DataSpec;
import io.credence.driver.data.PreparedData;
import io.credence.driver.data.TrainingRows;
import io.credence.driver.data.input.DataReader;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.input.RowKey;
import io.credence.driver.data.input.RowLookup;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.ShardRef;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.evaluation.ScoredRow;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.predictive.Uncertainty;
import io.credence.ensemble.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks up the user's own columns of the few rows that the report shows. Shards only hold encoded values and the key
 * of each row.
 */
final class ReviewLookup {
    private final SparkSession spark;
    private final JavaSparkContext context;
    private final DataSpec data;

    ReviewLookup(SparkSession spark, JavaSparkContext context, DataSpec data) {
        this.spark = spark;
        this.context = context;
        this.data = data;
    }

    /** Returns the rows of a split that the model is least certain about, with their original columns. */
    Report.RowsToReview find(PreparedData prepared, ShardSet split, EnsembleModel model, SplitScores scores) {
        List<ScoredRow> epistemic = scores.mostEpistemic().rows();
        List<ScoredRow> aleatoric = scores.mostAleatoric().rows();
        Map<ScoredRow, RowKey> keys = keys(
                split,
                Stream.concat(epistemic.stream(), aleatoric.stream()).distinct().toList());
        KeyColumns keyColumns =
                isTestInput(prepared, split) ? prepared.keyColumns().withoutRoles() : prepared.keyColumns();
        Map<RowKey, Map<String, String>> values = RowLookup.find(rows(prepared, split), keyColumns, keys.values());
        List<String> columns = values.values().stream()
                .findFirst()
                .map(row -> row.keySet().stream()
                        .filter(column -> !column.equals(data.label()))
                        .toList())
                .orElse(List.of());
        return new Report.RowsToReview(
                columns,
                epistemic.stream()
                        .map(row -> reviewRow(row, columns, values.get(keys.get(row)), model))
                        .toList(),
                aleatoric.stream()
                        .map(row -> reviewRow(row, columns, values.get(keys.get(row)), model))
                        .toList());
    }

    private Dataset<Row> rows(PreparedData prepared, ShardSet split) {
        TrainingRows rows = TrainingRows.read(new DataReader(spark), data);
        if (isTestInput(prepared, split)) {
            return rows.test().rows();
        }
        return (isValidationInput(prepared, split) ? rows.validation() : rows.input()).rows();
    }

    private boolean isTestInput(PreparedData prepared, ShardSet split) {
        return data.test() != null && split == prepared.test();
    }

    private boolean isValidationInput(PreparedData prepared, ShardSet split) {
        return data.validation() != null && split == prepared.validation();
    }

    private Map<ScoredRow, RowKey> keys(ShardSet split, List<ScoredRow> rows) {
        List<ShardRef> shards = new ArrayList<>(split.shards());
        SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
        return context.parallelize(rows, Math.max(1, Math.min(rows.size(), shards.size())))
                .mapToPair(row -> new scala.Tuple2<>(
                        row,
                        LocalShards.open(shards.get(row.shard()), hadoop.value())
                                .key(row.row())))
                .collectAsMap();
    }

    private static Report.RowsToReview.Row reviewRow(
            ScoredRow row, List<String> columns, Map<String, String> values, EnsembleModel model) {
        List<String> cells = columns.stream()
                .map(column -> values == null || values.get(column) == null ? "" : values.get(column))
                .toList();
        return new Report.RowsToReview.Row(
                cells,
                format(row.label(), model.labels()),
                format(row.prediction(), model.labels()),
                new Uncertainty(row.aleatoric() + row.epistemic(), row.aleatoric(), row.epistemic()));
    }

    private static String format(double value, List<String> labels) {
        return labels.isEmpty() ? String.format(Locale.ROOT, "%.5g", value) : labels.get((int) value);
    }
}
