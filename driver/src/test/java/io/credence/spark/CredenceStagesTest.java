package io.credence.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.driver.UserException;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.model.ModelStore;
import io.credence.driver.score.AddedColumns;
import io.credence.driver.score.ScoreAccumulator;
import io.credence.driver.score.ScoreJob;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.spark.testing.SparkTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of spark.ml, alone and with Spark's own, in a session that knows nothing of Credence. */
@SparkTest(
        conf = {
            "spark.serializer=org.apache.spark.serializer.JavaSerializer",
            "spark.kryo.registrator=",
            "spark.kryo.registrationRequired=false"
        })
class CredenceStagesTest {
    private static final String[] SMALL = {
        "network.hidden=[16]",
        "training.epochs=40",
        "training.batchSize=32",
        "training.optimizer={name: adam, learningRate: 0.02}"
    };

    @TempDir
    private Path directory;

    /** y is 3 a, with noise; kind is a string of three values, and big whether y is above 1. */
    private static Dataset<Row> rows(SparkSession spark) {
        return spark.range(240)
                .selectExpr(
                        "id",
                        "sin(id * 1.7) as a",
                        "cos(id * 0.9) as b",
                        "element_at(array('x', 'y', 'z'), cast(id % 3 + 1 as int)) as kind")
                .selectExpr("*", "3 * a + 0.3 * sin(id * 5.1) as y")
                .selectExpr("*", "if(y > 1, 'big', 'small') as size");
    }

    private CredenceRegressor regressor() {
        return new CredenceRegressor()
                .setFeaturesCols("a", "b", "kind")
                .setLabelCol("y")
                .setPreset("none")
                .setMembers(2)
                .setSeed(7)
                .setSettings(SMALL)
                .setWorkDirectory(directory.toUri().toString());
    }

    @Test
    void regressionModel_addsPredictionsThatSurviveSavingAndLoading(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark);
        CredenceRegressionModel model = regressor()
                .setQuantilesCol("quantiles")
                .setQuantileProbabilities(0.1, 0.9)
                .fit(rows);

        List<Row> scored = model.transform(rows).collectAsList();
        double squares = 0;
        for (Row row : scored) {
            double error = row.<Double>getAs("prediction") - row.<Double>getAs("y");
            squares += error * error / scored.size();
            Vector quantiles = row.getAs("quantiles");
            assertThat(row.<Double>getAs("prediction")).isBetween(quantiles.apply(0), quantiles.apply(1));
            assertThat(row.<Double>getAs("variance"))
                    .isCloseTo(row.<Double>getAs("aleatoric") + row.<Double>getAs("epistemic"), within(1e-9));
        }
        assertThat(squares).isLessThan(1);
        assertThat(Files.exists(Path.of(java.net.URI.create(model.report())))).isTrue();

        String saved = directory.resolve("saved").toUri().toString();
        model.write().save(saved);
        CredenceRegressionModel loaded = CredenceRegressionModel.load(saved);
        assertThat(loaded.transform(rows).collectAsList()).isEqualTo(scored);
        assertThat(CredenceRegressionModel.load(saved + "/model")
                        .setQuantilesCol("quantiles")
                        .setQuantileProbabilities(0.1, 0.9)
                        .transform(rows)
                        .collectAsList())
                .isEqualTo(scored);
        assertThat(loaded.uid()).isEqualTo(model.uid());
        assertThat(loaded.copy(new ParamMap()).transform(rows).columns())
                .isEqualTo(model.transformSchema(rows.schema()).fieldNames());
    }

    @Test
    void library_givesTheBitsOfTheCommand(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark);
        String input = directory.resolve("rows").toUri().toString();
        rows.write().parquet(input);
        String text = "task: regression\noutput: " + directory.resolve("run").toUri() + "\n"
                + "data: {input: '" + input + "', format: parquet, label: y, features: [a, b, kind],"
                + " split: {test: 0, seed: 7}}\n"
                + "training: {preset: none, epochs: 40, batchSize: 32,"
                + " optimizer: {name: adam, learningRate: 0.02}}\nnetwork: {hidden: [16]}\n"
                + "ensemble: {members: 2, seed: 7}\n";
        new TrainJob(spark).run(ConfigurationReader.parse("test", text, List.of()), new TrainOptions(false));

        Dataset<Row> ofCommand = new ScoreJob(spark)
                .score(
                        rows,
                        "rows",
                        new ModelStore(spark.sparkContext().hadoopConfiguration())
                                .read(directory.resolve("run/model").toUri().toString()),
                        AddedColumns.DEFAULT,
                        new ScoreAccumulator());
        Dataset<Row> ofLibrary = regressor().fit(rows.repartition(5)).transform(rows);

        assertThat(ofLibrary.select("id", "prediction", "epistemic").collectAsList())
                .isEqualTo(ofCommand
                        .select("id", "prediction", "epistemic_uncertainty")
                        .collectAsList());
    }

    @Test
    void pipeline_withSparksStages_classifiesAndIsSaved(SparkSession spark) throws Exception {
        Dataset<Row> rows = rows(spark);
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("kind").setOutputCol("kindIndex"),
            new StringIndexer().setInputCol("size").setOutputCol("label"),
            new VectorAssembler()
                    .setInputCols(new String[] {"a", "b", "kindIndex"})
                    .setOutputCol("features"),
            new CredenceClassifier()
                    .setPreset("none")
                    .setMembers(2)
                    .setSettings(SMALL)
                    .setWorkDirectory(directory.toUri().toString())
        });

        PipelineModel model = pipeline.fit(rows);
        String saved = directory.resolve("pipeline").toUri().toString();
        model.write().save(saved);
        Dataset<Row> scored = PipelineModel.load(saved).transform(rows);

        assertThat(scored.filter("prediction = label").count()).isGreaterThan(220);
        for (Row row : scored.collectAsList()) {
            Vector probability = row.getAs("probability");
            assertThat(probability.apply(0) + probability.apply(1)).isCloseTo(1, within(1e-9));
            assertThat((double) probability.argmax()).isEqualTo(row.<Double>getAs("prediction"));
        }
        assertThat(scored.collectAsList()).isEqualTo(model.transform(rows).collectAsList());
    }

    @Test
    void labelsThatAreStrings_arePredictedByIndexWithTheirNames(SparkSession spark) {
        Dataset<Row> rows = rows(spark);

        Dataset<Row> scored = new CredenceClassifier()
                .setFeaturesCols("a", "b")
                .setLabelCol("size")
                .setPreset("none")
                .setMembers(1)
                .setSettings(SMALL)
                .setWorkDirectory(directory.toUri().toString())
                .fit(rows)
                .transform(rows);

        assertThat(Attribute.fromStructField(scored.schema().apply("prediction"))
                        .toString())
                .contains("\"vals\":[\"big\",\"small\"]");
        assertThat(scored.filter("prediction = if(size = 'big', 0, 1)").count()).isGreaterThan(220);
    }

    @Test
    void wrongUse_isExplained(SparkSession spark) {
        Dataset<Row> rows = rows(spark);

        assertThatThrownBy(() -> new CredenceRegressor().setLabelCol("y").fit(rows))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("the rows have no columns [features], which are featuresCol of");
        assertThatThrownBy(() -> regressor().setPredictionCol("b").fit(rows))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("adds the columns [b], which the rows already have");
        assertThatThrownBy(() -> regressor().setSettings("training.epoch=3").fit(rows))
                .hasMessageContaining("training.epoch");
        assertThatThrownBy(() -> regressor().setMembers(0)).hasMessageContaining("members given invalid value 0");
        assertThatThrownBy(() -> new CredenceRegressionModel().transform(rows)).hasMessageContaining("has no ensemble");
        assertThat(regressor().explainParams())
                .contains("epistemicCol: the added uncertainty that more rows would reduce");
    }
}
