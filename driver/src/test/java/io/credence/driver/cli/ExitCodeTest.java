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
    /** The command without jobs, as a process. */
    static final class WithoutJobs {
        public static void main(String[] args) throws SparkUserAppException {
            ExitCode.end(Cli.run(Cli.of(null), args));
        }
    }

    /** With the logging configuration that we ship, which must not add a line of its own. */
    @Test
    void end_usersMistakeInAPlainJvm_exitsWith2AfterOneLine() throws IOException, InterruptedException {
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
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said)
                .isEqualToNormalizingNewlines("credence: the configuration nowhere.yaml cannot be read"
                        + " (there is no such file); it must be a readable YAML file\n");
    }

    /** Spark passes the flag itself; a JVM of one's own does not have it. */
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
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said)
                .startsWith("credence: the module jdk.incubator.vector is missing")
                .contains("pass --add-modules=jdk.incubator.vector to java")
                .hasLineCount(1);
    }

    /** Which SparkSubmit turns into the exit code of the process, and YARN into the application's. */
    @Test
    void end_failureUnderSparkSubmit_isSparksExceptionForAnExitCode() {
        System.setProperty(ExitCode.SUBMITTED, "0");
        try {
            SparkUserAppException thrown =
                    catchThrowableOfType(SparkUserAppException.class, () -> ExitCode.end(ExitCode.USERS_MISTAKE));

            assertThat(thrown.exitCode()).isEqualTo(2);
        } finally {
            System.clearProperty(ExitCode.SUBMITTED);
        }
    }

    @Test
    void end_done_returns() {
        assertThatCode(() -> ExitCode.end(ExitCode.DONE)).doesNotThrowAnyException();
    }
}
