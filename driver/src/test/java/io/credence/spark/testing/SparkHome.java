package io.credence.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The least that Spark takes for an installation: a directory with {@code jars}. The jars themselves come from a class
 * path, so the directory may be empty.
 */
record SparkHome(Path directory) {
    static final String VARIABLE = "SPARK_HOME";
    static final String SCALA_VARIABLE = "SPARK_SCALA_VERSION";
    static final String SCALA_VERSION = "2.13";

    /** The installation that this JVM's environment names. */
    static SparkHome ofThisProcess() {
        require(VARIABLE, "a writable directory, such as target/spark-home");
        require(SCALA_VARIABLE, SCALA_VERSION);
        return new SparkHome(Path.of(System.getenv(VARIABLE)));
    }

    private static void require(String variable, String allowed) {
        if (System.getenv(variable) == null) {
            throw new IllegalStateException(
                    variable + " is not in the environment of the tests' JVM, and a @SparkCluster needs it; set it to "
                            + allowed + " in surefire's environmentVariables (or the IDE's run configuration)");
        }
    }

    SparkHome layDown() {
        try {
            Files.createDirectories(directory.resolve("jars"));
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be made a Spark home", e);
        }
        return this;
    }
}
