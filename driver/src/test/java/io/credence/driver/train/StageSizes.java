package io.credence.driver.train;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.SparkSession;

/** A listener that records the numbers of tasks, resource profiles and speculative copies of members' jobs. */
final class StageSizes extends SparkListener {
    private static final long LIMIT_MILLIS = 30_000;

    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> sizesByStage = new ConcurrentHashMap<>();
    private final Set<Integer> profiles = ConcurrentHashMap.newKeySet();
    private final Set<Integer> copied = ConcurrentHashMap.newKeySet();

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
        if (stage.properties().getProperty("spark.job.description", "").startsWith("member ")) {
            sizesByStage.put(stage.stageInfo().stageId(), stage.stageInfo().numTasks());
            sizes.add(stage.stageInfo().numTasks());
            profiles.add(stage.stageInfo().resourceProfileId());
        }
    }

    @Override
    public void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted task) {
        Integer size = sizesByStage.get(task.stageId());
        if (size != null) {
            copied.add(size);
        }
    }

    /** Returns the number of tasks of each job, in starting order. */
    List<Integer> ofMembers(SparkSession spark) {
        await(spark);
        return List.copyOf(sizes);
    }

    /**
     * Returns the sizes of the jobs for which Spark requested speculative copies. It starts none on a single machine,
     * because a copy must run on another.
     */
    Set<Integer> copied(SparkSession spark) {
        await(spark);
        return Set.copyOf(copied);
    }

    /** Returns the resource profiles of the jobs. */
    Set<Integer> profiles(SparkSession spark) {
        await(spark);
        return Set.copyOf(profiles);
    }

    private static void await(SparkSession spark) {
        try {
            spark.sparkContext().listenerBus().waitUntilEmpty(LIMIT_MILLIS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Spark's listeners lag by more than " + LIMIT_MILLIS + " ms", e);
        }
    }
}
