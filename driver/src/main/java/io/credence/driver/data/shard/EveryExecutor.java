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
 * Runs something on every executor. Spark has no such call: this is a job with a task for each executor that would rather run there than
 * anywhere else, which is where it runs unless the executor is busy for longer than {@code spark.locality.wait}.
 */
final class EveryExecutor {
    private EveryExecutor() {}

    /** What is run. */
    @FunctionalInterface
    interface Work extends Serializable {
        void run() throws Exception;
    }

    static void run(JavaSparkContext context, Work work) {
        List<Tuple2<Integer, Seq<String>>> tasks = new ArrayList<>();
        for (String place : places(context)) {
            tasks.add(new Tuple2<>(
                    tasks.size(), CollectionConverters.asScala(List.of(place)).toSeq()));
        }
        if (!tasks.isEmpty()) {
            // As Spark's own Java API has it: an array of numbers is made as one of objects.
            @SuppressWarnings("unchecked")
            ClassTag<Integer> tag = (ClassTag<Integer>) (ClassTag<?>) ClassTag$.MODULE$.AnyRef();
            new JavaRDD<>(
                            context.sc()
                                    .makeRDD(CollectionConverters.asScala(tasks).toSeq(), tag),
                            tag)
                    .foreach(task -> work.run());
        }
    }

    /** The executors as Spark's scheduler knows them. */
    private static List<String> places(JavaSparkContext context) {
        List<String> places = new ArrayList<>();
        for (BlockManagerId executor : CollectionConverters.asJava(
                        context.sc().env().blockManager().master().getMemoryStatus())
                .keySet()) {
            if (context.isLocal() || !executor.isDriver()) {
                places.add("executor_" + executor.host() + "_" + executor.executorId());
            }
        }
        return places;
    }
}
