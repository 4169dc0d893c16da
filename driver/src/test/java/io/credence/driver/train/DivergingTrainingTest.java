package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.UserException;
import io.credence.driver.config.Configuration;
import io.credence.driver.model.ModelStore;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.MemberDirectory;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.TrainingState;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose loss becomes NaN or infinite is restarted once; a second divergence is an error. */
@SparkTest
class DivergingTrainingTest {
    @TempDir
    private Path directory;

    @Test
    void run_withAMemberThatDivergesTwice_throwsWithTheStepAndAHint(SparkSession spark) throws IOException {
        Configuration configuration = Trainings.in(directory, 300)
                .configuration("diverged", "training.optimizer={name: sgd, learningRate: 1000000}");
        assertThatThrownBy(() -> new TrainJob(spark).run(configuration, new TrainOptions(false)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("diverged in epoch")
                .hasMessageContaining("the layers' gradient norms in that step: hidden.0")
                .hasMessageContaining("already been restarted with another seed")
                .hasMessageContaining("learningRate");
        assertThat(directory.resolve("diverged/model")).doesNotExist();
    }

    /**
     * Replaces the last checkpoint of an interrupted run by one with weights that become infinite in the next step.
     */
    @Test
    void run_withAMemberThatDivergesOnce_restartsItAndReportsThat(SparkSession spark) throws IOException {
        Configuration configuration = Trainings.in(directory, 300)
                .configuration(
                        "restarted", "ensemble.members=2", "training.epochs=10", "training.checkpoint.everySeconds=0");
        Path output = directory.resolve("restarted");
        Path inTheWay = Files.writeString(Files.createDirectories(output).resolve("report"), "not a directory");
        assertThatThrownBy(() -> new TrainJob(spark).run(configuration, new TrainOptions(false)))
                .hasMessageContaining("report");
        Files.delete(inTheWay);
        org.apache.hadoop.conf.Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Path members = onlyMembersBelow(output.resolve("work"));
        MemberDirectory files = new EnsembleDirectory(members.toUri().toString()).member(1, hadoop);
        Member undisturbed = files.finished().orElseThrow();
        TrainingState state = files.newestReadable().orElseThrow().state();
        Arrays.fill(state.parameters(), 1e30f);
        Files.delete(members.resolve("1/member.safetensors"));
        assertThat(files.save(state)).isTrue();

        new TrainJob(spark).run(configuration, new TrainOptions(true));

        String sentence = "Member 1 diverged and was restarted with another seed.";
        JsonNode report =
                new ObjectMapper().readTree(output.resolve("report/report.json").toFile());
        assertThat(report.path("warnings")).extracting(JsonNode::asText).containsOnlyOnce(sentence);
        assertThat(Files.readString(output.resolve("report/index.html"))).contains(sentence);
        float[] restarted = new ModelStore(hadoop)
                .read(output.resolve("model").toString())
                .members()
                .get(1);
        assertThat(restarted).isNotEqualTo(undisturbed.parameters());
        // The labels have a standard deviation of 3.2.
        assertThat(report.path("metrics").path("test").path("rmse").asDouble()).isLessThan(2);
    }

    private static Path onlyMembersBelow(Path work) throws IOException {
        try (Stream<Path> directories = Files.list(work)) {
            return directories
                    .filter(path -> path.getFileName().toString().startsWith("members-"))
                    .reduce((one, other) -> {
                        throw new AssertionError("there are members of two training runs: " + one + " and " + other);
                    })
                    .orElseThrow();
        }
    }
}
