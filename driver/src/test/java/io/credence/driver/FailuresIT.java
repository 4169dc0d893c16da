package io.credence.driver;

import static io.credence.driver.DisturbedTrainings.requireSuccess;
import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import io.credence.spark.testing.ExecutorProcesses;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver is killed, or an executor suspended, while a gang of four tasks trains a member on two workers, always
 * after the first checkpoint. The final model is that of one task on this machine, bit for bit.
 */
class FailuresIT {
    @TempDir
    private static Path directory;

    private static DisturbedTrainings trainings;

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        trainings = DisturbedTrainings.in(directory);
    }

    @AfterAll
    static void stop() {
        trainings.close();
    }

    /** Requests executors with more cores than any worker has. */
    @Test
    void train_withoutAnyExecutor_failsAndNamesTheTimeout() {
        try (ChildProcess driver =
                trainings.start("nobody", "--executor-cores", "3", "--conf", "spark.credence.executors.timeout=2s")) {
            ChildProcess.Result result = driver.await(DisturbedTrainings.END_WITHIN);
            assertThat(result.exitCode()).as(result.output() + result.errors()).isOne();
            assertThat(result.errors())
                    .contains("has provided no executor within 2 s (spark.credence.executors.timeout)");
        }
    }

    @Test
    void model_afterTheDriverWasKilledAndRestarted_hasTheSameBits() throws IOException {
        try (ChildProcess driver = trainings.start("driver")) {
            trainings.awaitCheckpoint("driver", driver);
        }
        trainings.requireUnfinished("driver");
        try (ChildProcess driver = trainings.start("driver")) {
            assertThat(requireSuccess(driver).errors()).containsPattern("and [1-9]\\d* steps from an earlier run");
        }
        trainings.requireSameBits("driver");
    }

    /**
     * The slots of the suspended executor stay taken, and Spark notices only after half a minute. The gang continues
     * on the others.
     */
    @Test
    void model_afterAnExecutorWasSuspended_hasTheSameBits() throws IOException {
        try (ChildProcess driver = trainings.start("stopped")) {
            trainings.awaitCheckpoint("stopped", driver);
            ProcessHandle worker =
                    ProcessHandle.of(trainings.workers().get(1).pid()).orElseThrow();
            ProcessHandle executor = ExecutorProcesses.of(worker).get(0);
            ExecutorProcesses.stop(executor);
            try {
                trainings.requireUnfinished("stopped");
                assertThat(requireSuccess(driver).errors())
                        .contains("has sent nothing for")
                        .containsPattern("continues after step [1-9]")
                        .contains("continues with 2 tasks");
            } finally {
                ExecutorProcesses.kill(executor);
            }
        }
        trainings.requireSameBits("stopped");
    }
}
