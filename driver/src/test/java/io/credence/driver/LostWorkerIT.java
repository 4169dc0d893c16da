package io.credence.driver;

import static io.credence.driver.DisturbedTrainings.requireSuccess;
import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker goes away for good with its executor while a gang of four trains a member on two workers. */
class LostWorkerIT {
    @Test
    void workerLostForGood_gangGoesOnSmallerToTheSameBits(@TempDir Path directory) throws IOException {
        try (DisturbedTrainings trainings = DisturbedTrainings.in(directory);
                ChildProcess driver = trainings.start("worker")) {
            trainings.awaitCheckpoint("worker", driver);
            trainings.workers().get(1).close();
            trainings.requireUnfinished("worker");
            assertThat(requireSuccess(driver).errors())
                    .containsPattern("goes on after step [1-9]")
                    .contains("goes on with 2 tasks");
            trainings.requireSameBits("worker");
        }
    }
}
