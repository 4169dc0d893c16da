package io.credence.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Executors in separate processes on this machine, with the class path of this process and the JVM options of
 * {@code bin/bench}.
 *
 * @param count the number of executors, with one core each
 * @param mebibytes the heap of each executor, in MiB
 */
record LocalExecutors(int count, int mebibytes) {
    /** Returns the Spark settings, and creates the installation directory that Spark requires, which may be empty. */
    Map<String, String> settings() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        return Map.of(
                "spark.master",
                "local-cluster[" + count + ",1," + mebibytes + "]",
                "spark.executor.memory",
                mebibytes + "m",
                "spark.executor.instances",
                Integer.toString(count),
                "spark.executor.extraJavaOptions",
                System.getenv().getOrDefault("CREDENCE_BENCH_JVM_OPTIONS", ""),
                "spark.executor.extraClassPath",
                System.getProperty("java.class.path"),
                "spark.driver.host",
                "127.0.0.1",
                "spark.ui.enabled",
                "false");
    }
}
