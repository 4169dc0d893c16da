package io.credence.driver;

import static io.credence.driver.DisturbedTrainings.requireSuccess;
import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker and its executor are lost for good while a gang of four tasks trains a member on two workers. */
class LostWorkerIT {
    @Test
    void model_afterAWorkerWasLostForGood_hasTheSameBits(@TempDir Path directory) throws IOException {
        try (DisturbedTrainings trainings = DisturbedTrainings.in(directory);
                ChildProcess driver = trainings.start("worker")) {
            trainings.awaitCheckpoint("worker", driver);
            trainings.workers().get(1).close();
            trainings.requireUnfinished("worker");
            assertThat(requireSuccess(driver).errors())
                    .containsPattern("continues after step [1-9]")
                    .contains("continues with 2 tasks");
            trainings.requireSameBits("worker");
        }
    }
}
