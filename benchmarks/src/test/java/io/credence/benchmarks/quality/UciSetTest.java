package io.credence.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UciSetTest {
    @TempDir
    private Path data;

    private void split(String name) throws IOException {
        Path folder = Files.createDirectories(data.resolve(name));
        Files.createFile(folder.resolve("train.csv"));
        Files.createFile(folder.resolve("test.csv"));
    }

    @Test
    void find_withoutNames_returnsAllFoldersWithASplit_inAlphabeticalOrder() throws IOException {
        split("yacht/split-0");
        split("concrete/split-0");
        split("concrete/split-1");
        Files.createDirectory(data.resolve("notes"));
        Files.createFile(data.resolve("README.md"));
        assertThat(UciSet.find(data, List.of(), 5))
                .containsExactly(
                        new UciSet(
                                "concrete",
                                List.of(data.resolve("concrete/split-0"), data.resolve("concrete/split-1"))),
                        new UciSet("yacht", List.of(data.resolve("yacht/split-0"))));
    }

    @Test
    void find_withNames_keepsTheirOrder() throws IOException {
        split("a/split-0");
        split("b/split-0");
        split("c/split-0");
        assertThat(UciSet.find(data, List.of("c", "a"), 1))
                .extracting(UciSet::name)
                .containsExactly("c", "a");
    }

    @Test
    void find_stopsAtTheMaximumNumberOfSplits_orAtAGap() throws IOException {
        for (int split : new int[] {0, 1, 2, 4}) {
            split("a/split-" + split);
        }
        assertThat(UciSet.find(data, List.of("a"), 2).get(0).splits()).hasSize(2);
        assertThat(UciSet.find(data, List.of("a"), 9).get(0).splits()).hasSize(3);
    }

    @Test
    void find_missingFiles_areAUserError() throws IOException {
        assertThatThrownBy(() -> UciSet.find(data.resolve("absent"), List.of(), 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("which is not a directory");
        assertThatThrownBy(() -> UciSet.find(data, List.of(), 1)).hasMessageContaining("no folder contains a split-0");
        assertThatThrownBy(() -> UciSet.find(data, List.of("a"), 1)).hasMessageContaining("has no folder split-0");
        assertThatThrownBy(() -> UciSet.find(data, List.of(), 0)).hasMessageContaining("at least 1");
        split("a/split-0");
        Files.delete(data.resolve("a/split-0/test.csv"));
        assertThatThrownBy(() -> UciSet.find(data, List.of(), 1)).hasMessageContaining("has no test.csv");
    }
}
