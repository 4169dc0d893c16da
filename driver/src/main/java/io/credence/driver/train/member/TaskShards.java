package io.credence.driver.train.member;

import io.credence.driver.data.shard.CorruptShardException;
import io.credence.driver.data.shard.LocalShards;
import io.credence.driver.data.shard.NoLocalRoomException;
import io.credence.driver.data.shard.ShardRef;
import io.credence.driver.data.shard.ShardSet;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.replica.CarriedSlices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;

/**
 * The shards of a member that are available to one of its tasks. The task can read the shards of the slices that it
 * carries; of the others, it only has the number of rows.
 *
 * @param problem the reason why the shards cannot be used, if it would be the same for another attempt on this
 *     executor
 */
record TaskShards(List<Shard> train, List<Shard> validation, Optional<ShardProblem> problem) {
    /**
     * Opens the shards of both splits that a task reads.
     *
     * @param carried the slices of this task
     * @param slices the number of slices of all tasks
     */
    static TaskShards open(ShardSet train, ShardSet validation, CarriedSlices carried, int slices, Configuration hadoop)
            throws IOException {
        try {
            return new TaskShards(
                    open(train, carried, slices, hadoop), open(validation, carried, slices, hadoop), Optional.empty());
        } catch (CorruptShardException e) {
            return unusable(ShardProblem.damaged(e.getMessage()));
        } catch (NoLocalRoomException e) {
            return unusable(new ShardProblem(SparkEnv.get().executorId(), e.getMessage()));
        }
    }

    private static TaskShards unusable(ShardProblem problem) {
        return new TaskShards(List.of(), List.of(), Optional.of(problem));
    }

    private static List<Shard> open(ShardSet split, CarriedSlices carried, int slices, Configuration hadoop)
            throws IOException {
        List<Shard> opened = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++) {
            boolean isCarried = carried.first() <= slice && slice < carried.first() + carried.count();
            for (ShardRef shard : CarriedSlices.shardsOf(split.shards(), slice, slices)) {
                opened.add(isCarried ? LocalShards.open(shard, hadoop) : new Elsewhere(shard));
            }
        }
        return opened;
    }

    /** A shard that another task reads. */
    private record Elsewhere(ShardRef reference) implements Shard {
        @Override
        public int rows() {
            return reference.rows();
        }

        @Override
        public int features() {
            throw elsewhere();
        }

        @Override
        public void read(int row, float[] features, int featuresOffset, float[] targets, int targetsOffset) {
            throw elsewhere();
        }

        private IllegalStateException elsewhere() {
            return new IllegalStateException(reference.uri() + " belongs to slices that this task does not carry");
        }
    }
}
