package io.credence.driver.evaluation;

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

/** Vector and matrix scaling of class logits, from the configuration to the model directory, on real Spark. */
@SparkTest
class CalibrationJobTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"vector-scale, vectorScale, 3", "matrix-scale, matrixScale, 9"})
    void fit_onSpark_isStoredInTheModel_andReported(String method, String key, int weights, SparkSession spark)
            throws IOException {
        List<String> rows = new ArrayList<>(List.of("x,a,b,c,d,e,f,y"));
        Random random = new Random(1);
        for (int i = 0; i < 1500; i++) {
            double x = random.nextGaussian();
            double y = x + random.nextGaussian();
            rows.add(x + "," + noise(random) + (y < -0.7 ? "low" : y < 0.7 ? "middle" : "high"));
        }
        Path input = Files.write(directory.resolve("rows.csv"), rows);
        String text =
                "data: {input: '" + input + "', label: y, split: {validation: 0.4, test: 0.4}}\ntask: classification"
                        + "\nensemble: {members: 2}\nnetwork: {hidden: [64, 64]}"
                        + "\ntraining: {preset: none, epochs: 100, optimizer: {name: adamw, learningRate: 0.01}}"
                        + "\ncalibration: {method: "
                        + method + "}\noutput: '"
                        + directory.resolve("run") + "'\n";
        TrainResult result =
                new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));

        JsonNode reported = new ObjectMapper()
                .readTree(directory.resolve("run/report/report.json").toFile())
                .path("calibration")
                .path(key);
        assertThat(reported.path("weights")).hasSize(weights);
        assertThat(reported.path("biases")).hasSize(3);
        Calibration stored = new ModelStore(new Configuration())
                .read(directory.resolve("run/model").toString())
                .calibration();
        assertThat(stored).isEqualTo(result.calibration()).isNotInstanceOf(Calibration.None.class);
        // The network memorises 300 rows of noisy labels in seven dimensions, so it is overconfident before
        // calibration.
        assertThat(result.test().metrics().get("nll"))
                .isLessThan(result.testUncalibrated().metrics().get("nll") - 0.05);
        assertThat(result.test().metrics().get("ece"))
                .isLessThan(result.testUncalibrated().metrics().get("ece"));
    }

    /** Returns six uninformative columns. */
    private static String noise(Random random) {
        StringBuilder cells = new StringBuilder();
        random.doubles(6).forEach(value -> cells.append(value).append(','));
        return cells.toString();
    }
}
