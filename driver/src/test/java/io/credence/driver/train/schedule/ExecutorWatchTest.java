package io.credence.driver.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.spark.testing.SparkCluster;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import scala.collection.immutable.Map$;

/** A cluster that loses its only executor and gets no other. */
@SparkCluster(executors = 1, conf = "spark.credence.executors.timeout=2s")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExecutorWatchTest {
    private JavaSparkContext context;
    private ExecutorWatch watch;

    @BeforeEach
    void watch(SparkSession spark) {
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        watch = new ExecutorWatch(
                context, new Slots(context), GangSettings.of(context.getConf()).noSlots());
    }

    @Test
    @Order(1)
    void during_withAnExecutor_returnsTheResultOfTheWork() throws Exception {
        assertThat(watch.during(this::count)).isEqualTo(3);
    }

    @Test
    @Order(2)
    void during_afterTheExecutorIsLost_throws() {
        assertThatThrownBy(() -> watch.during(() -> {
                    long before = count();
                    context.sc().requestTotalExecutors(1, 0, Map$.MODULE$.empty());
                    context.sc().killExecutors(context.sc().getExecutorIds());
                    return before + count();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has had no executor for 2 s (spark.credence.executors.timeout)")
                .hasMessageContaining("continue where this run ended");
    }

    @Test
    @Order(3)
    void during_withoutAnExecutorFromTheStart_throwsWithAHint() {
        assertThatThrownBy(() -> watch.during(this::count))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has provided no executor within 2 s (spark.credence.executors.timeout)")
                .hasMessageContaining("spark.executor.cores");
    }

    private long count() {
        return context.parallelize(List.of(1, 2, 3), 1).count();
    }
}
