package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.data.DataPreparation;
import io.credence.driver.data.profile.MissingNumbers;
import io.credence.driver.data.shard.ShardSet;
import io.credence.driver.evaluation.ShardPasses;
import io.credence.driver.model.ModelStore;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.ensemble.evaluation.HeldOutRows;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The validation rows that early stopping uses. */
@SparkTest
class EarlyStoppingRowsTest {
    private static final int ROWS = 600;

    @TempDir
    private Path directory;

    /** One member, or one for each fold, so that the likelihood of a row is that of a single member. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | validation: 0.3           | {coverage: 0.8} | FIT",
                "2 | {folds: 2, validation: 0} | {coverage: 0.8} | FIT",
                "1 | validation: 0.3           | null            | ALL",
            })
    void earlyStopping_usesNoRowsOfConformalRegions(
            int members, String split, String conformal, HeldOutRows expected, SparkSession spark) throws IOException {
        Configuration configuration = configuration(members, split.replaceAll("[{}]", ""), conformal);
        new TrainJob(spark).run(configuration, new TrainOptions(false));

        ShardSet validation = new DataPreparation(spark)
                .prepare(
                        configuration.data(),
                        configuration.labelKind(),
                        MissingNumbers.of(configuration.network(), configuration.training()),
                        1,
                        directory.resolve("run/work").toString())
                .validation();
        assertThat(nll(spark, validation, expected)).isCloseTo(keptLoss(validation, expected), within(1e-5));
        assertThat(nll(spark, validation, HeldOutRows.CONFORM))
                .isNotCloseTo(keptLoss(validation, expected), within(1e-3));
    }

    private Configuration configuration(int members, String split, String conformal) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("x0,x1,y"));
        for (int i = 0; i < ROWS; i++) {
            double x0 = random.nextGaussian();
            double x1 = random.nextGaussian();
            lines.add(x0 + "," + x1 + "," + (x0 + 0.7 * random.nextGaussian() > 0 ? "yes" : "no"));
        }
        Path rows = Files.write(directory.resolve("rows.csv"), lines);
        String text =
                "data: {input: '" + rows + "', label: y, split: {" + split + ", test: 0.1}}\ntask: classification\n"
                        + "ensemble: {members: " + members
                        + "}\ntraining: {epochs: 30, batchSize: 32, earlyStopping: {patience: 5},"
                        + " optimizer: {name: adamw, learningRate: 0.01}}\n"
                        + "calibration: {method: none, conformal: " + conformal + "}\noutput: '"
                        + directory.resolve("run") + "'\n";
        return ConfigurationReader.parse("test", text, List.of());
    }

    private double nll(SparkSession spark, ShardSet validation, HeldOutRows rows) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        EnsembleModel model = new ModelStore(context.hadoopConfiguration())
                .read(directory.resolve("run/model").toString());
        try (ShardPasses passes = new ShardPasses(context, model, rows)) {
            return passes.evaluate(validation)
                    .orElseThrow()
                    .calibrated()
                    .metrics()
                    .get("nll");
        }
    }

    /** Returns the mean loss over all rows at the epoch kept by each member. */
    private double keptLoss(ShardSet validation, HeldOutRows rows) throws IOException {
        JsonNode members = new ObjectMapper()
                .readTree(directory.resolve("run/report/report.json").toFile())
                .path("training");
        double sum = 0;
        long count = 0;
        for (int member = 0; member < members.size(); member++) {
            long seen = rows(validation, rows, member);
            sum += seen
                    * StreamSupport.stream(members.path(member).path("epochs").spliterator(), false)
                            .mapToDouble(epoch -> epoch.path("validationLoss").asDouble())
                            .min()
                            .orElseThrow();
            count += seen;
        }
        return sum / count;
    }

    private static long rows(ShardSet validation, HeldOutRows rows, int member) {
        return IntStream.range(0, validation.shards().size())
                .filter(shard -> validation.isFoldOf(member, shard))
                .mapToLong(shard -> rows.count(validation.shards().get(shard).rows(), shard))
                .sum();
    }
}
