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
 * The least that Spark takes for an installation: a directory with {@code jars}. The jars themselves come from a class
 * path, so the directory may be empty.
 *
 * @param directory what {@code SPARK_HOME} says
 * @param classPath Spark's jars, as for {@code java -cp}; nothing of the application
 */
public record SparkHome(Path directory, String classPath) {
    static final String VARIABLE = "SPARK_HOME";
    private static final String SCALA_VARIABLE = "SPARK_SCALA_VERSION";
    private static final String SCALA_VERSION = "2.13";

    /** The installation that this JVM's environment names, with this JVM's class path. */
    static SparkHome ofThisProcess() {
        require(VARIABLE, "a writable directory, such as target/spark-home");
        require(SCALA_VARIABLE, SCALA_VERSION);
        return new SparkHome(Path.of(System.getenv(VARIABLE)), System.getProperty("java.class.path"));
    }

    private static void require(String variable, String allowed) {
        if (System.getenv(variable) == null) {
            throw new IllegalStateException(
                    variable + " is not in the environment of the tests' JVM, and a @SparkCluster needs it; set it to "
                            + allowed + " in surefire's environmentVariables (or the IDE's run configuration)");
        }
    }

    /** Makes the directories that Spark looks for. */
    SparkHome layDown() {
        try {
            Files.createDirectories(directory.resolve("jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be made a Spark home", e);
        }
        return this;
    }

    /**
     * A program of Spark's in a JVM of its own, on the loopback interface.
     *
     * @param log where its standard output and error go: {@code NAME.out}, {@code NAME.err}
     */
    ChildProcess start(String name, Path log, List<String> jvmOptions, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return ChildProcess.start(name, log, command, layDown().environment());
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
