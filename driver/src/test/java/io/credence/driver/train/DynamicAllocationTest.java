package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark refuses barrier stages where it adds and removes executors by itself; training does without them. */
@SparkCluster(
        executors = 1,
        cores = 2,
        conf = {
            "spark.dynamicAllocation.enabled=true",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "spark.dynamicAllocation.initialExecutors=1"
        })
class DynamicAllocationTest {
    private SparkSession spark;

    @TempDir
    private Path directory;

    @Test
    void run_dynamicAllocation_trainsEveryMemberOnOneTask() throws IOException {
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        Trainings trainings = Trainings.in(directory, 300);
        new TrainJob(spark)
                .run(
                        trainings.configuration("run", "ensemble.members=2", "training.replicas=4"),
                        new TrainOptions(false));
        assertThat(stages.ofMembers(spark)).containsExactly(1, 1);
        assertThat(trainings.weights("run")).isNotEmpty();
    }
}
