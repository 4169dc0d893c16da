package io.credence.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    /** A main class whose commands have no jobs. */
    static final class WithoutJobs {
        public static void main(String[] args) throws SparkUserAppException {
            ExitCode.end(Cli.run(Cli.of(null), args));
        }
    }

    /** Uses the shipped logging configuration, which must not add a line. */
    @Test
    void end_userErrorInAPlainJvm_exitsWith2AfterOneLine() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlog4j2.configurationFile=../conf/log4j2.properties",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutJobs.class.getName(),
                        "train",
                        "nowhere.yaml")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(printed)
                .isEqualToNormalizingNewlines("credence: the configuration nowhere.yaml cannot be read"
                        + " (no such file); it must be a readable YAML file\n");
    }

    /** Spark adds the flag to the JVMs it starts; a plain JVM lacks it. */
    @Test
    void end_withoutTheVectorModule_exitsWith2AndNamesTheFlag() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dlog4j2.configurationFile=../conf/log4j2.properties",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        "../conf/auto-mpg.yaml")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(2);
        assertThat(printed)
                .startsWith("credence: the module jdk.incubator.vector is missing")
                .contains("pass --add-modules=jdk.incubator.vector to java")
                .hasLineCount(1);
    }

    /** SparkSubmit converts this exception to the exit code of the process, and YARN to that of the application. */
    @Test
    void end_failureUnderSparkSubmit_throwsSparksExitCodeException() {
        System.setProperty(ExitCode.SUBMITTED, "0");
        try {
            SparkUserAppException thrown =
                    catchThrowableOfType(SparkUserAppException.class, () -> ExitCode.end(ExitCode.USER_ERROR));

            assertThat(thrown.exitCode()).isEqualTo(2);
        } finally {
            System.clearProperty(ExitCode.SUBMITTED);
        }
    }

    @Test
    void end_success_returns() {
        assertThatCode(() -> ExitCode.end(ExitCode.DONE)).doesNotThrowAnyException();
    }
}
