package io.credence.driver.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.Format;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.ensemble.posterior.Posterior;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/uncertainty.md with fewer epochs and checks what the page states about them. */
@SparkTest
class UncertaintyDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern TRAIN = Pattern.compile("(?m)^bin/credence train (\\S+)(.*) --output \\S+$");
    private static final Pattern SETTING = Pattern.compile("--set (\\S+)");

    @TempDir
    private Path directory;

    @Test
    void commands_coverAllMethods_andAddTheDocumentedColumns(SparkSession spark) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/uncertainty.md"));
        Set<Posterior.Method> methods = EnumSet.noneOf(Posterior.Method.class);
        for (MatchResult command : TRAIN.matcher(page).results().toList()) {
            Configuration configuration = configuration(command);
            methods.add(configuration.ensemble().method());
            new TrainJob(spark).run(configuration, new TrainOptions(false));
            List<String> added = addedColumns(spark, configuration);
            assertThat(added).startsWith("prediction", "total_uncertainty").allSatisfy(column -> assertThat(page)
                    .contains("`" + column + "`"));
            assertThat(added.contains("conformal_lower"))
                    .isEqualTo(command.group().contains("calibration.conformal"));
        }
        assertThat(methods).containsExactly(Posterior.Method.values());
    }

    private Configuration configuration(MatchResult command) throws IOException {
        Path file = ROOT.resolve(command.group(1));
        List<String> settings = new ArrayList<>(List.of(
                "data.input=" + ROOT.resolve("conf/data/auto-mpg.csv"), "training.epochs=2", "ensemble.samples=5"));
        SETTING.matcher(command.group(2)).results().forEach(setting -> settings.add(setting.group(1)));
        settings.add("output=" + directory.resolve(String.valueOf(command.start())));
        return ConfigurationReader.parse(file.toString(), Files.readString(file), settings);
    }

    private static List<String> addedColumns(SparkSession spark, Configuration configuration) throws IOException {
        String scored = configuration.output() + "/scored";
        new ScoreJob(spark)
                .run(new ScoreOptions(
                        configuration.output() + "/model",
                        configuration.data().input(),
                        Format.CSV,
                        Map.of("header", "true"),
                        scored,
                        Format.PARQUET,
                        false));
        List<String> columns = List.of(spark.read().parquet(scored).columns());
        return columns.subList(columns.indexOf("prediction"), columns.size());
    }
}
