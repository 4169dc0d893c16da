package io.credence.driver.data;

import io.credence.driver.data.copies.KeyRun;
import io.credence.driver.data.copies.KeyRuns;
import io.credence.driver.data.copies.RepeatedKeys;
import io.credence.driver.data.input.KeyColumns;
import io.credence.driver.data.profile.DataProfile;
import io.credence.driver.data.split.DataSource;
import io.credence.driver.data.split.RowCursor;
import io.credence.ensemble.encoding.LabelKind;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * The first pass over the rows. It profiles them and finds equal rows in one job: tasks return profiles, and shuffle
 * the keys of the rows by bucket. If there are equal rows, a second job profiles the rows with their copy numbers,
 * because these determine the splits.
 */
final class ProfilePass implements Serializable {
    private static final long serialVersionUID = 1L;

    private final KeyColumns columns;
    private final LabelKind labelKind;
    private final ZoneId zone;

    /** @param zone the time zone of timestamps that are instants */
    ProfilePass(KeyColumns columns, LabelKind labelKind, ZoneId zone) {
        this.columns = columns;
        this.labelKind = labelKind;
        this.zone = zone;
    }

    /** The profile of all rows, and the sources with the numbers of equal rows. */
    record Result(DataProfile profile, List<DataSource> sources) {}

    /**
     * What a task of the first job shuffles: the profile of a partition, whose key is negative, or a run of keys, whose
     * key is its bucket. The other one is null.
     */
    record Output(DataProfile profile, KeyRun keys) implements Serializable {}

    Result run(List<DataSource> sources) {
        DataProfile all = new DataProfile(columns, labelKind, zone);
        List<DataSource> numbered = new ArrayList<>();
        for (DataSource source : sources) {
            numbered.add(source.rows().getNumPartitions() == 0 ? source : run(source, all));
        }
        return new Result(all, numbered);
    }

    /** Adds the profile of a source, and returns the source with the numbers of equal rows. */
    private DataSource run(DataSource source, DataProfile all) {
        int partitions = source.rows().getNumPartitions();
        DataSource.Part part = source.part();
        JavaPairRDD<Integer, Output> outputs = JavaPairRDD.fromJavaRDD(
                        source.rows().mapPartitionsWithIndex((index, rows) -> new Outputs(index, part, rows), true))
                .repartitionAndSortWithinPartitions(new HashPartitioner(Math.min(partitions, KeyRuns.BUCKETS)));
        DataProfile profile = outputs.mapPartitions(
                        sorted -> List.of(merge(sorted)).iterator())
                .treeReduce(DataProfile::add);
        if (profile.copies() == 0) {
            all.add(profile);
            return source;
        }
        JavaPairRDD<Integer, long[]> starts = JavaPairRDD.fromJavaRDD(outputs.mapPartitions(this::starts));
        DataSource numbered = source.numbered(
                starts.partitionBy(new HashPartitioner(partitions)).values());
        all.add(numbered.mapPartitions(
                        (rows, cursor) -> List.of(profile(rows, cursor)).iterator())
                .treeReduce(DataProfile::add));
        all.addCopies(profile.copies());
        return numbered;
    }

    /** Merges the profiles of a partition, and counts the copies in its buckets. */
    private DataProfile merge(Iterator<Tuple2<Integer, Output>> sorted) {
        DataProfile profile = new DataProfile(columns, labelKind, zone);
        forEachBucket(sorted, profile::add, runs -> profile.addCopies(new RepeatedKeys(runs).copies()));
        return profile;
    }

    private Iterator<Tuple2<Integer, long[]>> starts(Iterator<Tuple2<Integer, Output>> sorted) {
        List<Tuple2<Integer, long[]>> starts = new ArrayList<>();
        forEachBucket(sorted, profile -> {}, runs -> starts.addAll(new RepeatedKeys(runs).starts()));
        return starts.iterator();
    }

    private static void forEachBucket(
            Iterator<Tuple2<Integer, Output>> sorted, Consumer<DataProfile> profiles, Consumer<List<KeyRun>> buckets) {
        List<KeyRun> runs = new ArrayList<>();
        int bucket = 0;
        while (sorted.hasNext()) {
            Tuple2<Integer, Output> output = sorted.next();
            if (output._1() < 0) {
                profiles.accept(output._2().profile());
                continue;
            }
            if (output._1() != bucket) {
                buckets.accept(runs);
                runs.clear();
                bucket = output._1();
            }
            runs.add(output._2().keys());
        }
        buckets.accept(runs);
    }

    private DataProfile profile(Iterator<InternalRow> rows, RowCursor cursor) {
        DataProfile profile = new DataProfile(columns, labelKind, zone);
        while (rows.hasNext()) {
            cursor.moveTo(rows.next());
            profile.add(cursor);
        }
        return profile;
    }

    /** The outputs of a task of the first job: runs as they fill, then the remaining ones and the profile. */
    private final class Outputs implements Iterator<Tuple2<Integer, Output>> {
        private final int partition;
        private final Iterator<InternalRow> rows;
        private final RowCursor cursor;
        private final DataProfile profile = new DataProfile(columns, labelKind, zone);
        private final KeyRuns runs;
        private final Queue<Tuple2<Integer, Output>> ready = new ArrayDeque<>();
        private boolean finished;

        Outputs(int partition, DataSource.Part part, Iterator<InternalRow> rows) {
            this.partition = partition;
            this.rows = rows;
            this.cursor = part.cursor();
            this.runs = new KeyRuns(partition, (bucket, run) -> ready.add(new Tuple2<>(bucket, new Output(null, run))));
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && rows.hasNext()) {
                cursor.moveTo(rows.next());
                profile.add(cursor);
                runs.add(cursor.high(), cursor.low());
            }
            if (ready.isEmpty() && !finished) {
                finished = true;
                runs.finish();
                ready.add(new Tuple2<>(-1 - partition, new Output(profile, null)));
            }
            return !ready.isEmpty();
        }

        @Override
        public Tuple2<Integer, Output> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }
    }
}
