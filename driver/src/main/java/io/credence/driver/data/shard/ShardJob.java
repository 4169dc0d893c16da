package io.credence.driver.data.shard;

import io.credence.driver.UserException;
import io.credence.driver.data.input.SparkCells;
import io.credence.driver.data.input.Split;
import io.credence.driver.data.profile.DataProfile;
import io.credence.driver.data.profile.EncodingColumns;
import io.credence.driver.data.split.DataSource;
import io.credence.driver.data.split.RowCursor;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.RowEncoder;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Encodes the rows and writes them to shards: one pass over the input, one shuffle of float32 rows, and one task for
 * each shard that sorts its rows by key and copy number and writes them. Equal rows have equal values, so the
 * result is deterministic.
 */
public final class ShardJob implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Encoding encoding;
    private final ShardPlan plan;
    private final Fingerprint fingerprint;
    private final String directory;
    private final SerializableConfiguration hadoop;

    /** @param directory the existing directory for the shards */
    public ShardJob(
            Encoding encoding,
            ShardPlan plan,
            Fingerprint fingerprint,
            Path directory,
            SerializableConfiguration hadoop) {
        this.encoding = encoding;
        this.plan = plan;
        this.fingerprint = fingerprint;
        this.directory = directory.toString();
        this.hadoop = hadoop;
    }

    /**
     * Runs the job.
     *
     * @param sources the inputs
     * @param expected the profile of the same rows
     * @return one entry for each shard, in the order of the plan
     * @throws UserException if the rows are no longer those of the profile
     */
    public List<ShardDirectory.Entry> run(List<DataSource> sources, DataProfile expected) {
        JavaPairRDD<ShardKey, float[]> encoded = null;
        for (DataSource source : sources) {
            StructType schema = source.part().schema();
            JavaPairRDD<ShardKey, float[]> part =
                    JavaPairRDD.fromJavaRDD(source.mapPartitions((rows, cursor) -> encode(schema, rows, cursor)));
            encoded = encoded == null ? part : encoded.union(part);
        }
        List<long[]> written = encoded.repartitionAndSortWithinPartitions(
                        new ShardPartitioner(plan.total()), new ShardKey.Order())
                .mapPartitions(rows -> List.of(write(rows)).iterator())
                .collect();
        requireSameRows(written, expected);
        return written.stream()
                .sorted(Comparator.comparingLong(shard -> shard[0]))
                .map(shard -> new ShardDirectory.Entry(plan.fileName((int) shard[0]), shard[1], (int) shard[2]))
                .toList();
    }

    private Iterator<Tuple2<ShardKey, float[]>> encode(
            StructType schema, Iterator<InternalRow> rows, RowCursor cursor) {
        SparkCells cells = EncodingColumns.cells(schema, encoding, true);
        RowEncoder encoder = new RowEncoder(encoding);
        return new MappedIterator<>(rows, row -> {
            cursor.moveTo(row);
            int shard = plan.first(cursor.split()) + cursor.shard(plan.shards(cursor.split()));
            float[] values = new float[encoder.width() + 1];
            encoder.encode(cells.at(row), values, 0);
            values[encoder.width()] = encoder.target(cells);
            return new Tuple2<>(new ShardKey(shard, cursor.high(), cursor.low(), cursor.copy()), values);
        });
    }

    /** Writes the shard of this task. Returns its number, its bytes, its rows and the sum of its keys. */
    private long[] write(Iterator<Tuple2<ShardKey, float[]>> rows) throws IOException {
        int number = TaskContext.getPartitionId();
        Path file = new Path(directory, plan.fileName(number));
        Path temporary = new Path(
                directory, "." + file.getName() + "-" + TaskContext.get().taskAttemptId());
        FileSystem fileSystem = WorkDirectory.fileSystem(file, hadoop.value());
        ShardFile.Header header = new ShardFile.Header(encoding.width(), 1, fingerprint);
        long keys = 0;
        int count;
        try (ShardWriter writer = new ShardWriter(fileSystem.create(temporary, true), file.getName(), header)) {
            while (rows.hasNext()) {
                Tuple2<ShardKey, float[]> row = rows.next();
                writer.add(row._1().high(), row._1().low(), row._2());
                keys += DataProfile.keyTerm(row._1().high(), plan.splitOf(number));
            }
            count = writer.finish();
        }
        WorkDirectory.rename(fileSystem, temporary, file);
        return new long[] {number, ShardFile.fileBytes(count, header.rowBytes()), count, keys};
    }

    private void requireSameRows(List<long[]> written, DataProfile expected) {
        long keys = 0;
        List<Long> counts = new ArrayList<>(List.of(0L, 0L, 0L));
        for (long[] shard : written) {
            int split = plan.splitOf((int) shard[0]).ordinal();
            counts.set(split, counts.get(split) + shard[2]);
            keys += shard[3];
        }
        boolean same = keys == expected.keySumHigh();
        for (Split split : Split.values()) {
            same &= counts.get(split.ordinal()) == expected.rows(split);
        }
        if (!same) {
            throw new UserException("the input changed between two passes over it: the first pass read "
                    + expected.rows(Split.TRAIN) + " training, " + expected.rows(Split.VALIDATION)
                    + " validation and "
                    + expected.rows(Split.TEST) + " test rows, the second pass " + counts
                    + "; the input must not change (write a data frame with random values to files first)");
        }
    }
}
