package io.credence.driver.allreduce.transport;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** Runs a barrier stage, which Spark's Java API does not support. */
final class BarrierStage {
    private BarrierStage() {}

    /** The body of a task. */
    @FunctionalInterface
    interface StageTask extends Serializable {
        String run(BarrierTaskContext context) throws Exception;
    }

    /** Returns the result of each task, in partition order. */
    static List<String> run(SparkSession spark, int tasks, StageTask task) {
        ClassTag<String> tag = ClassTag$.MODULE$.apply(String.class);
        RDD<Integer> partitions = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
                .rdd();
        return new JavaRDD<>(partitions.barrier().mapPartitions(new Body(task), false, tag), tag).collect();
    }

    private static final class Body extends AbstractFunction1<Iterator<Integer>, Iterator<String>>
            implements Serializable {
        private static final long serialVersionUID = 1L;

        private final StageTask task;

        Body(StageTask task) {
            this.task = task;
        }

        @Override
        public Iterator<String> apply(Iterator<Integer> partition) {
            try {
                return CollectionConverters.asScala(
                        List.of(task.run(BarrierTaskContext.get())).iterator());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
