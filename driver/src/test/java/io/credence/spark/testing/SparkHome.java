package io.credence.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A minimal Spark installation: a directory with an empty subdirectory {@code jars}. The jars come from a class path.
 *
 * @param directory the value of {@code SPARK_HOME}
 * @param classPath the class path of Spark, without the application
 */
public record SparkHome(Path directory, String classPath) {
    static final String VARIABLE = "SPARK_HOME";
    private static final String SCALA_VARIABLE = "SPARK_SCALA_VERSION";
    private static final String SCALA_VERSION = "2.13";

    /** Returns the installation named by the environment of this JVM, with the class path of this JVM. */
    static SparkHome ofThisProcess() {
        require(VARIABLE, "a writable directory, such as target/spark-home");
        require(SCALA_VARIABLE, SCALA_VERSION);
        return new SparkHome(Path.of(System.getenv(VARIABLE)), System.getProperty("java.class.path"));
    }

    private static void require(String variable, String allowed) {
        if (System.getenv(variable) == null) {
            throw new IllegalStateException(variable
                    + " is missing in the environment of the test JVM, but a @SparkCluster needs it; set it to "
                    + allowed + " in surefire's environmentVariables (or the IDE's run configuration)");
        }
    }

    /** Creates the directories that Spark expects. */
    SparkHome create() {
        try {
            Files.createDirectories(directory.resolve("jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be set up as SPARK_HOME", e);
        }
        return this;
    }

    /**
     * Starts a Spark program in a separate JVM, on the loopback interface.
     *
     * @param log the directory for its standard output and error, {@code NAME.out} and {@code NAME.err}
     */
    ChildProcess start(String name, Path log, List<String> jvmOptions, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return ChildProcess.start(name, log, command, create().environment());
    }

    private Map<String, String> environment() {
        return Map.of(
                VARIABLE,
                directory.toString(),
                SCALA_VARIABLE,
                SCALA_VERSION,
                "SPARK_DIST_CLASSPATH",
                classPath,
                "SPARK_LOCAL_IP",
                "127.0.0.1");
    }
}
