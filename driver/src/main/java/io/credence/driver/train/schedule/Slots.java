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

/** How many tasks the cluster runs at a time: the cores of the executors that are alive, by {@code spark.task.cpus}. */
public final class Slots {
    static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final JavaSparkContext context;
    private final int most;
    private int givenBack;

    public Slots(JavaSparkContext context) {
        this.context = context;
        this.most = now();
    }

    /** The slots of this moment; 0 while no executor is there. It is the number that Spark holds a barrier stage against. */
    int now() {
        return context.sc()
                .maxNumConcurrentTasks(context.sc().resourceProfileManager().defaultResourceProfile());
    }

    /** Whether executors come and go with the tasks that wait. Spark refuses barrier stages then. */
    boolean areDynamic() {
        return Utils.isDynamicAllocationEnabled(context.getConf());
    }

    /**
     * Waits until the executors that were asked for are there, as long as Spark itself would, and says how many slots there are then. One that was
     * lost since this was made is among them: it is often replaced within seconds.
     */
    int awaitExecutors() {
        int wanted = Math.max(most, wanted(context.getConf()));
        long limit = context.getConf().getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "30s");
        long end = System.nanoTime() + Duration.ofMillis(limit).toNanos();
        while (now() < wanted && System.nanoTime() < end) {
            sleep(POLL);
        }
        if (now() < wanted) {
            LOG.warn("{} of {} slots are there after {} ms; training begins with them", now(), wanted, limit);
        }
        return now();
    }

    /**
     * Gives executors back to the cluster, which is not to replace them. Tasks that are under way there start elsewhere.
     *
     * @return whether others are left; where there are none, nothing is done
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
            // Spark takes those that it ends off the number that it wants, and knows none before it is told.
            int promised = context.getConf().getInt("spark.executor.instances", 0) - givenBack;
            int wanted = Math.max(kept.size() + ended.size(), promised);
            context.sc().requestTotalExecutors(wanted, 0, Map$.MODULE$.empty());
            context.sc().killExecutors(CollectionConverters.asScala(ended).toSeq());
            givenBack += ended.size();
        }
        return !kept.isEmpty();
    }

    /**
     * Waits until there is an executor.
     *
     * @param watch ends the wait
     */
    public void awaitExecutor(ExecutorWatch watch) {
        while (now() == 0 && !areDynamic()) {
            watch.check();
            sleep(POLL);
        }
    }

    /** What the settings promise; a cluster manager that gives what it has promises at least one executor. */
    private static int wanted(SparkConf conf) {
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
