package io.credence.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

@SparkCluster(executors = 2)
class SparkClusterTest {
    @Test
    void tasks_runInSeparateProcesses(SparkSession spark) {
        List<Integer> partitions = IntStream.range(0, 8).boxed().toList();
        Set<Long> processes = new HashSet<>(JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(partitions, 8)
                .map(partition -> {
                    Thread.sleep(200);
                    return ProcessHandle.current().pid();
                })
                .collect());

        assertThat(processes).hasSize(2).doesNotContain(ProcessHandle.current().pid());
    }
}
