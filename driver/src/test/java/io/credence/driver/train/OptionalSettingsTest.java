package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training runs with settings that are off by default, from the configuration to the report. */
@SparkTest
class OptionalSettingsTest {
    private static final int EPOCHS = 30;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bayes-by-backprop | ensemble.prior={name: scale-mixture, share: 0.25, wide: 1, narrow: 0.1}",
                "deep-ensemble     | training.adversarial={epsilon: 0.02}"
            })
    void run_withTheSetting_learnsAndChangesTheModel(String method, String setting, SparkSession spark)
            throws IOException {
        Trainings trainings = Trainings.in(directory, 300);
        String[] common = {"ensemble.method=" + method, "ensemble.members=2", "training.epochs=" + EPOCHS};
        TrainJob job = new TrainJob(spark);
        TrainResult result = job.run(
                trainings.configuration("set", common[0], common[1], common[2], setting), new TrainOptions(false));
        job.run(trainings.configuration("plain", common), new TrainOptions(false));

        // The labels have a standard deviation of 3.2.
        assertThat(result.test().metrics().get("rmse")).isLessThan(2);
        assertThat(trainings.weights("set")).isNotEqualTo(trainings.weights("plain"));
        boolean hasDivergence = method.equals("bayes-by-backprop");
        JsonNode lastEpoch = new ObjectMapper()
                .readTree(directory.resolve("set/report/report.json").toFile())
                .path("training")
                .path(0)
                .path("epochs")
                .path(EPOCHS - 1);
        assertThat(lastEpoch.path("divergence").path("nats").asDouble() > 0).isEqualTo(hasDivergence);
        assertThat(Files.readString(directory.resolve("set/report/index.html"))
                        .contains("Evidence lower bound by epoch"))
                .isEqualTo(hasDivergence);
    }
}
