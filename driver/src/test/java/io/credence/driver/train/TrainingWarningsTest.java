package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.ConfigurationReader;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Warnings about questionable data and settings, logged early enough to stop the training and repeated in the report.
 */
@SparkTest
class TrainingWarningsTest {
    @TempDir
    private Path directory;

    @Test
    void warnings_ofDataSettingsAndCalibration_areLoggedAndReported(SparkSession spark) throws IOException {
        Path rows = Files.write(
                directory.resolve("rows.csv"),
                Stream.concat(Stream.of("x,same,c"), IntStream.range(0, 120).mapToObj(i -> i % 23 + ",7,k" + i % 2))
                        .toList());
        String text = """
                data: {input: '%s', label: c}
                task: classification
                ensemble: {members: 1}
                training:
                  epochs: 1
                  loss: {name: cross-entropy, labelSmoothing: 0.3}
                  schedule: {name: linear, warmup: 50}
                calibration: {method: matrix-scale}
                output: '%s'
                """.formatted(rows, directory.resolve("run"));
        Logger logger = (Logger) LogManager.getLogger(TrainJob.class);
        Warnings logged = new Warnings();
        logged.start();
        logger.addAppender(logged);
        try {
            new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));
        } finally {
            logger.removeAppender(logged);
        }

        assertThat(logged.sentences)
                .hasSize(5)
                .anySatisfy(sentence -> assertThat(sentence).contains("feature same", "is 7 in every training row"))
                .anySatisfy(sentence -> assertThat(sentence).contains("labelSmoothing is 0.3"))
                .anySatisfy(sentence -> assertThat(sentence)
                        .isEqualTo(
                                "training.schedule.warmup is 50.0 and covers all of training (number of steps: 1), so"
                                        + " the learning rate is still rising at the end"))
                .anySatisfy(sentence -> assertThat(sentence).contains("no matrix scale was fitted"))
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains("calibration was fitted on only", "fewer than 20", "calibration.method: none"));
        assertThat(Files.readString(directory.resolve("run/report/report.json")))
                .contains(logged.sentences);
    }

    private static final class Warnings extends AbstractAppender {
        private final List<String> sentences = new CopyOnWriteArrayList<>();

        private Warnings() {
            super("warnings", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLevel() == Level.WARN) {
                sentences.add(event.getMessage().getFormattedMessage());
            }
        }
    }
}
