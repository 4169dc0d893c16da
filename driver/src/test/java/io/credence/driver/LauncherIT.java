package io.credence.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/credence} as a user calls it, from a directory whose name contains spaces and an apostrophe. */
class LauncherIT {
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

    @TempDir
    private Path temporary;

    private Path elsewhere;
    private Path launcher;

    @BeforeEach
    void linkRepository() throws IOException {
        elsewhere = Files.createDirectory(temporary.resolve("a user's directory"));
        launcher = Files.createSymbolicLink(
                elsewhere.resolve("credence"), Packaged.root().resolve("bin/credence"));
    }

    @AfterEach
    void unlinkRepository() throws IOException {
        Files.delete(launcher);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version"})
    void helpAndVersion_exitWithZero(String option) {
        ChildProcess.Result result = credence(Map.of(), option);

        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output()).contains("credence");
    }

    @Test
    void optionsOfSparkSubmit_areAcceptedBeforeTheCommand() {
        ChildProcess.Result result = credence(
                Map.of(),
                "--master",
                "local[1]",
                "--driver-memory",
                "600m",
                "--conf",
                "spark.app.name=two words",
                "train",
                "no such file.yaml");

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
        assertThat(result.errors()).contains("no such file.yaml").doesNotContain("\tat ");
    }

    @Test
    void malformedRow_isReportedWithoutStackTraces() throws IOException {
        Files.writeString(elsewhere.resolve("rows.csv"), "a,y\n1,2\n3,4,5\n6,7\n");
        Path configuration = Files.writeString(
                elsewhere.resolve("train.yaml"),
                "data: {input: \"" + elsewhere + "/*.csv\", label: y}\ntask: regression\noutput: run\n");

        ChildProcess.Result result =
                credence(Map.of(), "train", configuration.toString(), "--output", elsewhere + "/run");

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
        assertThat(result.errors())
                .contains("Malformed CSV record: 3,4,5")
                .contains("Exception in task")
                .doesNotContain("at org.apache")
                .doesNotContain("metadata directory");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void optionOfSparkSubmit_withoutAValue_exitsWithTwo() {
        ChildProcess.Result result = credence(Map.of(), "--conf");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).contains("--conf has no value");
    }

    @Test
    void sparkHome_isUsedWithTheDefaultsOfCredence() throws IOException {
        Path home = Files.createDirectories(elsewhere.resolve("spark home"));
        Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$LOG4J_CONFIGURATION_FILE\" \"$@\"\nexit 7\n");
        assertThat(submit.toFile().setExecutable(true)).isTrue();

        ChildProcess.Result result =
                credence(Map.of("SPARK_HOME", home.toString()), "--master", "yarn", "train", "my conf.yaml");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.output().lines())
                .containsExactly(
                        Packaged.root() + "/conf/log4j2.properties",
                        "--class",
                        "io.credence.driver.cli.Main",
                        "--master",
                        "yarn",
                        "--properties-file",
                        Packaged.root() + "/conf/spark-defaults.conf",
                        "--load-spark-defaults",
                        Packaged.jar().toString(),
                        "train",
                        "my conf.yaml");
    }

    private ChildProcess.Result credence(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        try (ChildProcess process = ChildProcess.start("credence", temporary, command, environment)) {
            return process.await(ENDS_WITHIN);
        }
    }
}
