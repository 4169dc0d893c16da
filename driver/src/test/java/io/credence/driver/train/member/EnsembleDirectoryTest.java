package io.credence.driver.train.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.ConfigurationReader;
import io.credence.ensemble.evaluation.HeldOutRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleDirectoryTest {
    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output=elsewhere",
                "training.checkpoint.everySeconds=3",
                "ensemble.members=9",
                "ensemble.samples=9"
            })
    void claim_afterASettingThatChangesNoMember_keepsTheMembers(String setting) throws IOException {
        Path found = createCheckpoint(claim("data"));
        EnsembleDirectory again = claim("data", setting);
        assertThat(directory(again).resolve("3/checkpoint")).exists();
        assertThat(again.begun(new Configuration())).containsExactly(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.epochs=7",
                "training.replicas=2",
                "training.optimizer.learningRate=0.3",
                "network.hidden=[9]",
                "ensemble.seed=2"
            })
    void claim_afterASettingThatChangesMembers_removesThem(String setting) throws IOException {
        Path found = createCheckpoint(claim("data"));
        EnsembleDirectory again = claim("data", setting);
        assertThat(found).doesNotExist();
        assertThat(again.begun(new Configuration())).isEmpty();
    }

    @Test
    void claim_withOtherData_removesTheMembers() throws IOException {
        Path found = createCheckpoint(claim("data"));
        claim("other data");
        assertThat(found).doesNotExist();
    }

    @Test
    void claim_withAnUnreadableDefinition_removesTheMembers() throws IOException {
        Path found = createCheckpoint(claim("data"));
        Files.writeString(found.resolveSibling("../definition.json"), "{\"version\":");
        claim("data");
        assertThat(found).doesNotExist();
    }

    /** A task whose driver is dead may keep writing for a while. */
    @Test
    void claim_whileAnotherRunStillWrites_ignoresItsFiles() throws IOException {
        EnsembleDirectory earlier = claim("data");
        EnsembleDirectory later = claim("data", "training.epochs=7");
        createCheckpoint(earlier);
        assertThat(later.begun(new Configuration())).isEmpty();
        assertThat(claim("data", "training.epochs=7").begun(new Configuration()))
                .isEmpty();
        assertThat(directory(earlier)).doesNotExist();
    }

    @Test
    void newest_ifTheDirectoryCannotBeListed_isTheNewestKnown() throws IOException {
        EnsembleDirectory nowhere = new EnsembleDirectory("nofs://nowhere/members");
        CheckpointName known = new CheckpointName(0, 7);
        assertThat(nowhere.newest(3, known, new Configuration())).contains(known);
        assertThat(nowhere.newest(3, null, new Configuration())).isEmpty();
        assertThat(claim("data").newest(3, known, new Configuration())).isEmpty();
    }

    private static Path directory(EnsembleDirectory members) {
        return Path.of(new org.apache.hadoop.fs.Path(members.uri()).toUri().getPath());
    }

    /** Creates a checkpoint file and returns it. */
    private static Path createCheckpoint(EnsembleDirectory members) throws IOException {
        return Files.createFile(
                Files.createDirectories(directory(members).resolve("3")).resolve("checkpoint"));
    }

    private EnsembleDirectory claim(String data, String... settings) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("data.input=x.csv", "data.label=y", "output=x", "training.batchSize=32", "training.epochs=3"));
        all.addAll(Arrays.asList(settings));
        io.credence.driver.config.Configuration parsed = ConfigurationReader.parse(
                "test.yaml",
                "task: regression\ntraining: {preset: none, optimizer: {name: adamw, learningRate: 0.1}}\n",
                all);
        EnsembleDefinition definition = new EnsembleDefinition(
                "1",
                data,
                HeldOutRows.ALL,
                parsed.network(),
                parsed.training().definition(),
                parsed.ensemble().posterior().weightPrior(),
                parsed.ensemble().posterior().packing(),
                parsed.ensemble().seed());
        return EnsembleDirectory.claim(new org.apache.hadoop.fs.Path(work.toUri()), definition, new Configuration());
    }
}
