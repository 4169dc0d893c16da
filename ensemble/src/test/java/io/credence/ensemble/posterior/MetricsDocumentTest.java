package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.ensemble.binding.JsonRecords;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.evaluation.Evaluator;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.metric.OutOfDistributionEvaluation;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.simd.product.Gemm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that docs/uncertainty.md names exactly the metrics and scores of a report. */
class MetricsDocumentTest {
    private static final Pattern NAME = Pattern.compile("`(\\w+)`( \\*)?");

    /** The classes overlap, so that every metric has a value. */
    private static final ArrayShard ROWS = ArrayShard.random(400, 2, 1, x -> x[0] + Math.sin(1000 * x[1]) > 0 ? 1 : 0);

    @ParameterizedTest
    @EnumSource(names = {"REGRESSION", "CLASSIFICATION"})
    void metrics_ofTheReport_areTheDocumentedOnes(Task task) throws IOException {
        SplitScores scores = evaluator(task).evaluate(ROWS, 0);

        assertThat(scores.calibrated().metrics().keySet())
                .isEqualTo(documented(task == Task.REGRESSION ? "| regression |" : "| classes |"));
    }

    @Test
    void outOfDistributionScores_areTheDocumentedOnes() throws IOException {
        Set<String> scores = new HashSet<>();
        for (Task task : new Task[] {Task.REGRESSION, Task.CLASSIFICATION}) {
            Evaluator evaluator = evaluator(task);
            OutOfDistributionAccumulator sum =
                    evaluator.evaluateWithDistribution(ROWS).distribution();
            sum.merge(evaluator.scoreOutside(ROWS));
            OutOfDistributionEvaluation evaluation = sum.evaluation();
            scores.addAll(evaluation.scores().keySet());
            JsonNode separation = JsonRecords.tree(evaluation.scores().get("total"));
            assertThat(separation.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrderElementsOf(
                            namesIn(lineWith("for each score").split("for each score")[0]));
        }
        assertThat(scores).isEqualTo(documented("| score | definition |"));
    }

    private static Evaluator evaluator(Task task) {
        TrainingSpec training = new TrainingSpec(
                        null, null, null, 2, 32, null, null, null, null, null, null, null, null)
                .resolvedFor(task);
        LabelColumn label = task == Task.REGRESSION
                ? new LabelColumn.Target("y", 0, 1)
                : new LabelColumn.Classes("y", List.of("no", "yes"));
        Conformal conformal = task == Task.REGRESSION
                ? new Conformal.Interval(0.9, 2.0)
                : new Conformal.LabelSet(0.9, LabelScore.LEAST_AMBIGUOUS, 1.0);
        EnsembleModel model = TrainedEnsembles.train(
                new NetworkSpec(List.of(4), null, null, null, null, null, null, null, null, null),
                new EnsembleSpec(Posterior.Method.DEEP_ENSEMBLE, 2, null, 1L, null),
                training,
                TrainedEnsembles.encoding(2, label),
                ROWS);
        return new Evaluator(model.with(conformal), new Gemm());
    }

    /** Returns the names in the first column of the table with this header. */
    private static Set<String> documented(String head) throws IOException {
        List<String> table = lines().dropWhile(line -> !line.startsWith(head))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(row -> row.split("\\|")[1])
                .toList();
        assertThat(table).as("rows of the table %s", head).isNotEmpty();
        return namesIn(table.toArray(String[]::new));
    }

    private static Set<String> namesIn(String... texts) {
        Set<String> names = new HashSet<>();
        for (String text : texts) {
            NAME.matcher(text).results().forEach(name -> {
                assertThat(names.add(name.group(1))).as(name.group(1) + " once").isTrue();
                if (name.group(2) != null) {
                    names.add(name.group(1) + "Lower");
                    names.add(name.group(1) + "Upper");
                }
            });
        }
        return names;
    }

    private static String lineWith(String text) throws IOException {
        return lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    private static Stream<String> lines() throws IOException {
        return Files.readAllLines(Path.of("../docs/uncertainty.md")).stream();
    }
}
