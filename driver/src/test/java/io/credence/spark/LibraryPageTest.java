package io.credence.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/library.md, which are repeated here word for word. */
@SparkTest(
        conf = {
            "spark.serializer=org.apache.spark.serializer.JavaSerializer",
            "spark.kryo.registrator=",
            "spark.kryo.registrationRequired=false"
        })
class LibraryPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void examples_standInThisTest() throws Exception {
        String test = Files.readString(ROOT.resolve("driver/src/test/java/io/credence/spark/LibraryPageTest.java"));
        List<String> examples = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/library.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(examples).hasSize(6);
        assertThat(examples).allSatisfy(example -> assertThat(words(test)).contains(words(example)));
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void fit_withTheDefault_thenSavedAndStreamed(SparkSession spark) throws Exception {
        Dataset<Row> cars = cars(spark).limit(60);
        String path = directory.resolve("saved").toUri().toString();

        CredenceRegressionModel model = new CredenceRegressor()
                .setFeaturesCols("cylinders", "weight", "origin")
                .setLabelCol("mpg")
                .fit(cars);
        Dataset<Row> scored = model.transform(cars);

        model.write().overwrite().save(path);
        CredenceRegressionModel loaded = CredenceRegressionModel.load(path);
        String input = directory.resolve("arriving").toUri().toString();
        cars.write().parquet(input);
        Dataset<Row> arriving = spark.readStream().schema(cars.schema()).parquet(input);

        StreamingQuery query = loaded.transform(arriving)
                .writeStream()
                .format("parquet")
                .option("checkpointLocation", path + "-checkpoint")
                .start(path + "-scored");
        query.processAllAvailable();
        query.stop();

        assertThat(spark.read().parquet(path + "-scored").collectAsList()).hasSameElementsAs(scored.collectAsList());
    }

    @Test
    void pipelinesAndCrossValidation(SparkSession spark) {
        Dataset<Row> cars = cars(spark);
        CredenceRegressor quick = new CredenceRegressor()
                .setFeaturesCols("cylinders", "weight", "origin")
                .setLabelCol("mpg")
                .setPreset("none")
                .setMembers(2)
                .setSeed(7)
                .setSettings("network.hidden=[32]", "training.epochs=20", "calibration.conformal={coverage: 0.9}")
                .setQuantilesCol("quantiles")
                .setQuantileProbabilities(0.1, 0.5, 0.9);
        Dataset<Row> scored = quick.fit(cars).transform(cars);

        assertThat(scored.filter("mpg between predictionSet[0] and predictionSet[1]")
                        .count())
                .isGreaterThan(300);
        assertThat(scored.columns()).contains("quantiles", "variance");

        PipelineStage[] stages = {
            new StringIndexer().setInputCol("origin").setOutputCol("originIndex"),
            new VectorAssembler()
                    .setInputCols(new String[] {"cylinders", "weight", "originIndex"})
                    .setOutputCol("features"),
            new CredenceRegressor().setLabelCol("mpg").setPreset("none").setSettings("training.epochs=20")
        };
        PipelineModel pipeline = new Pipeline().setStages(stages).fit(cars);
        assertThat(pipeline.transform(cars).columns()).contains("prediction", "epistemic");

        CrossValidatorModel best = new CrossValidator()
                .setEstimator(quick)
                .setEstimatorParamMaps(new ParamGridBuilder()
                        .addGrid(quick.members(), new int[] {1, 2})
                        .build())
                .setEvaluator(new RegressionEvaluator().setLabelCol("mpg"))
                .setNumFolds(2)
                .fit(cars);
        assertThat(best.avgMetrics()).hasSize(2);
    }

    private static Dataset<Row> cars(SparkSession spark) {
        return spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(ROOT.resolve("conf/data/auto-mpg.csv").toUri().toString())
                .select("cylinders", "weight", "origin", "mpg");
    }
}
