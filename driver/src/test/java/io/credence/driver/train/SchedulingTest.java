package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of Spark's that bear on which task runs where: two cores a task, and second copies of slow tasks. */
@SparkCluster(
        executors = 2,
        cores = 2,
        conf = {
            "spark.task.cpus=2",
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.minTaskRuntime=100ms",
            "spark.speculation.task.duration.threshold=200ms"
        })
class SchedulingTest {
    private SparkSession spark;

    @TempDir
    private Path directory;

    /** A gang has two tasks on four cores, and Spark wants no copies of them. */
    @Test
    void run_twoCoresATaskAndSpeculation_givesTheSameBits() throws IOException {
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        Trainings trainings = Trainings.in(directory, 2000);
        train(trainings, "gang", 4);
        train(trainings, "alone", 1);

        assertThat(stages.ofMembers(spark)).containsExactly(2, 1);
        assertThat(stages.copied(spark)).containsExactly(1);
        assertThat(trainings.weights("alone")).isEqualTo(trainings.weights("gang"));
    }

    private void train(Trainings trainings, String name, int tasks) throws IOException {
        new TrainJob(spark, GangSettings.of(spark.sparkContext().getConf()).withMaxTasks(tasks))
                .run(
                        trainings.configuration(
                                name,
                                "ensemble.members=1",
                                "training.replicas=4",
                                "training.checkpoint.everySeconds=0.1",
                                "training.epochs=300"),
                        new TrainOptions(false));
    }
}
