package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.model.ModelStore;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.ensemble.calibration.Calibration;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calibrations of classes that have many parameters, from the configuration to the model's directory, on real Spark. */
@SparkTest
class CalibrationJobTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"vector-scale, vectorScale, 3", "matrix-scale, matrixScale, 9"})
    void fit_onSpark_isKeptInTheModelAndReported(String method, String key, int weights, SparkSession spark)
            throws IOException {
        List<String> rows = new ArrayList<>(List.of("x,y"));
        Random random = new Random(1);
        for (int i = 0; i < 1500; i++) {
            double x = random.nextGaussian();
            double y = x + random.nextGaussian();
            rows.add(x + "," + (y < -0.7 ? "low" : y < 0.7 ? "middle" : "high"));
        }
        Path input = Files.write(directory.resolve("rows.csv"), rows);
        String text = "data: {input: '" + input + "', label: y, split: {validation: 0.2}}\ntask: classification"
                + "\nensemble: {members: 2}\ntraining: {epochs: 5}\ncalibration: {method: " + method + "}\noutput: '"
                + directory.resolve("run") + "'\n";
        TrainResult result =
                new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));

        JsonNode reported = new ObjectMapper()
                .readTree(directory.resolve("run/report/report.json").toFile())
                .path("calibration")
                .path(key);
        assertThat(reported.path("weights")).hasSize(weights);
        assertThat(reported.path("biases")).hasSize(3);
        Calibration kept = new ModelStore(new Configuration())
                .read(directory.resolve("run/model").toString())
                .calibration();
        assertThat(kept).isEqualTo(result.calibration()).isNotInstanceOf(Calibration.None.class);
        assertThat(result.test().metrics().get("nll"))
                .isLessThan(result.testUncalibrated().metrics().get("nll") + 0.05);
    }
}
