package io.credence.driver.train.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The slots of the cluster, that is the number of tasks that it runs at a time: the cores of all live executors
 * divided by {@code spark.task.cpus}.
 */
public final class Slots {
    static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final JavaSparkContext context;
    private final int initial;
    private int givenBack;

    /** Records the number of slots at this moment. */
    public Slots(JavaSparkContext context) {
        this.context = context;
        this.initial = now();
    }

    /**
     * Returns the current number of slots; 0 while the cluster has no executor. Spark checks barrier stages against
     * the same number.
     */
    int now() {
        return context.sc()
                .maxNumConcurrentTasks(context.sc().resourceProfileManager().defaultResourceProfile());
    }

    /** Returns whether dynamic allocation is enabled. Spark then rejects barrier stages. */
    boolean areDynamic() {
        return Utils.isDynamicAllocationEnabled(context.getConf());
    }

    /**
     * Waits for the requested executors, at most as long as Spark itself would, and returns the number of slots then.
     * It also waits for an executor that was lost since this object was created, because it is often replaced within
     * seconds.
     */
    int awaitExecutors() {
        int target = Math.max(initial, promised(context.getConf()));
        long limit = context.getConf().getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "30s");
        long end = System.nanoTime() + Duration.ofMillis(limit).toNanos();
        while (now() < target && System.nanoTime() < end) {
            sleep(POLL);
        }
        if (now() < target) {
            LOG.warn("{} of {} slots are available after {} ms; training starts with these", now(), target, limit);
        }
        return now();
    }

    /**
     * Gives executors back to the cluster and asks it not to replace them. Their running tasks restart elsewhere.
     *
     * @return whether other executors are left; if not, nothing changes
     */
    boolean giveBack(Set<String> executors) {
        if (!(context.sc().schedulerBackend() instanceof ExecutorAllocationClient client)) {
            return false;
        }
        Map<Boolean, List<String>> active = CollectionConverters.asJava(client.getExecutorIds()).stream()
                .filter(client::isExecutorActive)
                .collect(Collectors.partitioningBy(executors::contains));
        List<String> kept = active.get(false);
        List<String> ended = active.get(true);
        if (!kept.isEmpty() && !ended.isEmpty()) {
            // Spark subtracts the executors that it kills from its target, which has to be set explicitly first.
            int expected = context.getConf().getInt("spark.executor.instances", 0) - givenBack;
            int target = Math.max(kept.size() + ended.size(), expected);
            context.sc().requestTotalExecutors(target, 0, Map$.MODULE$.empty());
            context.sc().killExecutors(CollectionConverters.asScala(ended).toSeq());
            givenBack += ended.size();
        }
        return !kept.isEmpty();
    }

    /**
     * Waits until the cluster has an executor.
     *
     * @param watch ends the wait
     */
    public void awaitExecutor(ExecutorWatch watch) {
        while (now() == 0 && !areDynamic()) {
            watch.check();
            sleep(POLL);
        }
    }

    /**
     * Returns the number of slots that the settings promise. A cluster manager without a fixed number promises at
     * least one.
     */
    private static int promised(SparkConf conf) {
        int cpus = conf.getInt("spark.task.cpus", 1);
        int cores = conf.getInt("spark.executor.cores", 1);
        return Math.max(1, conf.getInt("spark.executor.instances", 0) * (cores / cpus));
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        }
    }
}
