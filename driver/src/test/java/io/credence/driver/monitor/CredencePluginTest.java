package io.credence.driver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Reports from executor processes to the driver. Every test session has the plugin. */
@SparkCluster
class CredencePluginTest {
    @Test
    void report_fromAnExecutorProcess_reachesTheDriver(SparkSession spark) throws InterruptedException {
        JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
        try (TrainingMonitor.Training training = TrainingMonitor.ofThisDriver().training(2, 3)) {
            context.parallelize(List.of(0, 1), 2).foreach(member -> {
                MemberMeter meter = ProgressReporter.ofThisExecutor().meter(member, 2, 1, true);
                meter.step(0, 0, 10, 0.5, 1, 0);
                meter.finish(3);
            });

            for (int i = 0; i < 100 && training.snapshot().membersDone() < 2; i++) {
                Thread.sleep(100);
            }
            assertThat(training.snapshot().reports())
                    .containsExactly(new MemberProgress(0, 3, 0.5, true), new MemberProgress(1, 3, 0.5, true));
        }
    }
}
