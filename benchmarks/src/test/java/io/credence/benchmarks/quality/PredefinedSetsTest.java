package io.credence.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.credence.driver.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredefinedSetsTest {
    @TempDir
    private Path data;

    private void write(String file, String text) throws IOException {
        Path path = data.resolve(file + ".csv.gz");
        Files.createDirectories(path.getParent());
        try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(path))) {
            bytes.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void fold_isTestedByItsOwnRows_andTrainedOnAllOthers() throws IOException {
        write("b", "x,fold,y\n1,0,5\n2,1,6\n3,10,7\n");
        write("a", "x,fold,y\n");
        List<FoldSet> sets = FoldSet.find(data, List.of());
        Path train = data.resolve("train.csv");
        Path test = data.resolve("test.csv");
        sets.get(1).write("1", train, test);

        assertThat(sets).extracting(FoldSet::name).containsExactly("a", "b");
        assertThat(train).hasContent("x,y\n1,5\n3,7\n");
        assertThat(test).hasContent("x,y\n2,6\n");
        assertThatThrownBy(() -> sets.get(1).write("7", train, test))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has 0 rows, and the others 3");
    }

    @Test
    void missingSets_areAUserError() throws IOException {
        assertThatThrownBy(() -> FoldSet.find(data, List.of("c")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--sets contains c");
        assertThatThrownBy(() -> FoldSet.find(data, List.of())).hasMessageContaining("contains no file SET.csv.gz");
        assertThatThrownBy(() -> SplitSet.find(data.resolve("absent"), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not a directory");
        write("a/train", "x,y\n");
        assertThatThrownBy(() -> SplitSet.find(data, List.of())).hasMessageContaining("val.csv.gz cannot be read");
        write("a/val", "");
        write("a/test", "");
        assertThatThrownBy(() -> SplitSet.find(data, List.of())).hasMessageContaining("has no rows");
    }

    @Test
    void task_followsFromTheLastColumn() throws IOException {
        for (String part : List.of("train", "val", "test")) {
            write("adult/" + part, "age,income\n39,<=50K\n");
            write("houses/" + part, "age,price\n39,4.5e1\n");
        }

        assertThat(SplitSet.find(data, List.of("houses", "adult")))
                .extracting(SplitSet::name, SplitSet::label, SplitSet::task)
                .containsExactly(tuple("houses", "price", "regression"), tuple("adult", "income", "classification"));
    }

    @Test
    void meanOfRuns_hasTheStandardErrorOfTheirMean() {
        MeanWithError mean = MeanWithError.of(1, 2, 6);

        assertThat(mean.mean()).isEqualTo(3);
        assertThat(mean.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
        assertThat(MeanWithError.of(0.25)).hasToString("0.2500");
    }
}
