package io.credence.driver.train.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberHistory;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.TrainingState;
import io.credence.kernels.optimizer.OptimizerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberDirectoryTest {
    @TempDir
    private Path root;

    @Test
    void save_repeatedly_keepsTheTwoNewest() throws IOException {
        MemberDirectory directory = directory("3");
        for (long steps : new long[] {1, 2, 30, 4}) {
            assertThat(directory.save(state(0, steps))).isTrue();
        }
        assertThat(files("3"))
                .containsExactly("checkpoint-0-000000000004.safetensors", "checkpoint-0-000000000030.safetensors");
        assertThat(directory.newest()).contains(new CheckpointName(0, 30));
    }

    /** An abandoned task that is still running must not remove newer checkpoints. */
    @Test
    void save_byAnAbandonedTask_removesNothingNewer() throws IOException {
        MemberDirectory directory = directory("0");
        directory.save(state(0, 100));
        directory.save(state(0, 200));
        directory.save(state(0, 50));
        assertThat(directory.newestReadable().orElseThrow().state().steps()).isEqualTo(200);
    }

    @Test
    void removeUnfinished_keepsCompleteFiles() throws IOException {
        MemberDirectory directory = directory("0");
        directory.removeUnfinished();
        directory.save(state(0, 1));
        directory.finish(member());
        Files.createFile(root.resolve("0/.checkpoint-0-000000000002.safetensors-f3"));
        directory.removeUnfinished();
        assertThat(files("0")).containsExactly("checkpoint-0-000000000001.safetensors", "member.safetensors");
    }

    @Test
    void newest_afterARestart_isThatOfTheRestart() throws IOException {
        MemberDirectory directory = directory("0");
        directory.save(state(0, 1000));
        directory.save(state(1, 10));
        assertThat(directory.newest()).contains(new CheckpointName(1, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, -1})
    void newestReadable_withATruncatedNewest_isThePreviousOne(int length) throws IOException {
        MemberDirectory directory = directory("0");
        directory.save(state(0, 1));
        directory.save(state(0, 2));
        Path newest = root.resolve("0/checkpoint-0-000000000002.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, java.util.Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));
        assertThat(directory.newestReadable().orElseThrow().name()).isEqualTo(new CheckpointName(0, 1));
    }

    @Test
    void newestReadable_withAFlippedBit_isThePreviousOne() throws IOException {
        MemberDirectory directory = directory("0");
        directory.save(state(0, 1));
        directory.save(state(0, 2));
        Path newest = root.resolve("0/checkpoint-0-000000000002.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 200] ^= 4;
        Files.write(newest, bytes);
        assertThat(directory.newestReadable().orElseThrow().name()).isEqualTo(new CheckpointName(0, 1));
    }

    @Test
    void save_withoutWriteAccess_returnsFalse() throws IOException {
        Files.writeString(root.resolve("file"), "in the way");
        MemberDirectory directory = directory("file/0");
        assertThat(directory.save(state(0, 1))).isFalse();
        directory.finish(member());
        assertThat(root.resolve("file")).hasContent("in the way");
    }

    @Test
    void finished_afterFinish_returnsTheMember() throws IOException {
        MemberDirectory directory = directory("0");
        assertThat(directory.finished()).isEmpty();
        directory.finish(member());
        Member found = directory.finished().orElseThrow();
        assertThat(found.parameters()).isEqualTo(member().parameters());
        assertThat(found.history()).isEqualTo(member().history());
    }

    @Test
    void finished_ofADamagedFile_isEmpty() throws IOException {
        MemberDirectory directory = directory("0");
        directory.finish(member());
        Files.write(root.resolve("0/member.safetensors"), new byte[100]);
        assertThat(directory.finished()).isEmpty();
    }

    private MemberDirectory directory(String name) throws IOException {
        return new MemberDirectory(
                new org.apache.hadoop.fs.Path(root.resolve(name).toUri()), new Configuration());
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static TrainingState state(int restart, long steps) {
        return new TrainingState(
                new MemberStart(0, restart, 7),
                steps,
                new float[] {1, 2, steps},
                null,
                new OptimizerState(steps, new float[] {3, 4}),
                List.of(),
                0.5,
                null,
                List.of(),
                1,
                0);
    }

    private static Member member() {
        MemberHistory history =
                new MemberHistory(List.of(new MemberHistory.Epoch(1, Double.NaN, 2, null)), 0, 10, 1.5, 0.5, List.of());
        return new Member(0, 7, 1, new float[] {1, -0f, 3}, history);
    }
}
