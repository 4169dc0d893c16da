package io.credence.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Executors that are processes of their own on this machine, with the class path of this one.
 *
 * @param count how many, of one core each
 * @param mebibytes the heap of each
 */
record LocalExecutors(int count, int mebibytes) {
    /** Spark's settings, for sessions that are opened from now on. Spark wants an installation, which may be empty. */
    Map<String, String> settings() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        return Map.of(
                "spark.master",
                "local-cluster[" + count + ",1," + mebibytes + "]",
                "spark.executor.memory",
                mebibytes + "m",
                "spark.executor.instances",
                Integer.toString(count),
                "spark.executor.extraClassPath",
                System.getProperty("java.class.path"),
                "spark.driver.host",
                "127.0.0.1",
                "spark.ui.enabled",
                "false");
    }
}
