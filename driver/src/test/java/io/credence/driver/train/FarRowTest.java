package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.driver.config.Format;
import io.credence.driver.evaluation.EvaluateJob;
import io.credence.driver.evaluation.EvaluateOptions;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.score.ScoreOptions;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value so large that no network can make a finite prediction is a user error, and the message names it. */
@SparkTest
class FarRowTest {
    private static final String MESSAGE =
            "far.csv cannot be used: the column x1 of a row is 1.0E30; it must be close enough to the training rows";

    @TempDir
    private Path directory;

    @Test
    void scoreAndEvaluate_withAnExtremeRow_nameColumnAndValue(SparkSession spark) throws IOException {
        new TrainJob(spark)
                .run(
                        Trainings.in(directory, 300)
                                .configuration("run", "ensemble.method=bayes-by-backprop", "ensemble.samples=3"),
                        new TrainOptions(false));
        String model = directory.resolve("run/model").toString();
        String far = Files.write(directory.resolve("far.csv"), List.of("x0,x1,y", "0.1,0.2,0", "0.5,1e30,1"))
                .toString();
        String output = directory.resolve("scored").toString();

        assertThatThrownBy(() -> new ScoreJob(spark)
                        .run(new ScoreOptions(model, far, Format.CSV, Map.of(), output, Format.PARQUET, false)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(MESSAGE);
        String report = directory.resolve("check").toString();
        assertThatThrownBy(() ->
                        new EvaluateJob(spark).run(new EvaluateOptions(model, far, null, Format.CSV, Map.of(), report)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(MESSAGE);
        assertThat(directory.resolve("check/index.html")).doesNotExist();
    }

    /** Only the test split has the row, so training does not see it. */
    @Test
    void train_withAnExtremeTestRow_namesColumnAndValue(SparkSession spark) throws IOException {
        Trainings trainings = Trainings.in(directory, 300);
        Path far = Files.write(directory.resolve("far.csv"), List.of("x0,x1,y", "0.1,0.2,0", "0.5,1e30,1"));
        assertThatThrownBy(() -> new TrainJob(spark)
                        .run(
                                trainings.configuration(
                                        "run",
                                        "ensemble.method=bayes-by-backprop",
                                        "ensemble.samples=3",
                                        "data.test=" + far),
                                new TrainOptions(false)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a validation or test row cannot be used: the column x1 of a row is 1.0E30");
    }
}
