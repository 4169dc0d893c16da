package io.credence.driver.data.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManagerId;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Runs a task on every executor. Spark has no such operation, so this is a job with one task for each executor, which
 * is its preferred location. A task runs elsewhere only if its executor is busy for longer than
 * {@code spark.locality.wait}.
 */
final class EveryExecutor {
    private EveryExecutor() {}

    /** The work of a task. */
    @FunctionalInterface
    interface Work extends Serializable {
        void run() throws Exception;
    }

    static void run(JavaSparkContext context, Work work) {
        List<Tuple2<Integer, Seq<String>>> tasks = new ArrayList<>();
        for (String location : locations(context)) {
            tasks.add(new Tuple2<>(
                    tasks.size(),
                    CollectionConverters.asScala(List.of(location)).toSeq()));
        }
        if (!tasks.isEmpty()) {
            // As in Spark's own Java API, the class tag is that of objects.
            @SuppressWarnings("unchecked")
            ClassTag<Integer> tag = (ClassTag<Integer>) (ClassTag<?>) ClassTag$.MODULE$.AnyRef();
            new JavaRDD<>(
                            context.sc()
                                    .makeRDD(CollectionConverters.asScala(tasks).toSeq(), tag),
                            tag)
                    .foreach(task -> work.run());
        }
    }

    /** Returns the executors as task locations of Spark's scheduler. */
    private static List<String> locations(JavaSparkContext context) {
        List<String> locations = new ArrayList<>();
        for (BlockManagerId executor : CollectionConverters.asJava(
                        context.sc().env().blockManager().master().getMemoryStatus())
                .keySet()) {
            if (context.isLocal() || !executor.isDriver()) {
                locations.add("executor_" + executor.host() + "_" + executor.executorId());
            }
        }
        return locations;
    }
}
