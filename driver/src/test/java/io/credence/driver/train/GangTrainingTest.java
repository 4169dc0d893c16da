package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members whose replicas are spread over tasks, on two executors of two slots each. */
@SparkCluster(executors = 2, cores = 2)
class GangTrainingTest {
    private SparkSession spark;

    @TempDir
    private Path directory;

    @Test
    void run_fourReplicasOnAnyTasks_givesTheSameBits() throws IOException {
        Trainings trainings = Trainings.in(directory, 600);
        for (int tasks : new int[] {1, 2, 4}) {
            new TrainJob(spark, settings().withMaxTasks(tasks))
                    .run(
                            trainings.configuration("p" + tasks, "training.replicas=4", "ensemble.members=1"),
                            new TrainOptions(false));
        }
        assertThat(trainings.weights("p2")).isEqualTo(trainings.weights("p1"));
        assertThat(trainings.weights("p4")).isEqualTo(trainings.weights("p1"));
    }

    private GangSettings settings() {
        return GangSettings.of(spark.sparkContext().getConf());
    }
}
