package io.credence.spark.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The Spark settings of a test class. Classes with equal settings can share a Spark context.
 *
 * @param executors the number of executor processes; 0 in local mode
 * @param conf the Spark settings, including the master
 */
record SparkSettings(int executors, SortedMap<String, String> conf) {
    private static final String PROJECT_DEFAULTS = "/spark-testing.properties";

    /** Returns the settings from the annotation of a test class or of an enclosing class. */
    static Optional<SparkSettings> of(AnnotatedElement testClass) {
        Optional<SparkTest> local = AnnotationSupport.findAnnotation(testClass, SparkTest.class);
        Optional<SparkCluster> cluster = AnnotationSupport.findAnnotation(testClass, SparkCluster.class);
        if (local.isPresent() && cluster.isPresent()) {
            throw new IllegalStateException(
                    testClass + " is both a @SparkTest and a @SparkCluster; it must be only one of them");
        }
        return local.map(SparkSettings::of).or(() -> cluster.map(SparkSettings::of));
    }

    private static SparkSettings of(SparkTest test) {
        SortedMap<String, String> conf = defaults();
        conf.put("spark.master", "local[" + test.cores() + "]");
        return new SparkSettings(0, with(test.conf(), conf));
    }

    private static SparkSettings of(SparkCluster cluster) {
        SortedMap<String, String> conf = defaults();
        conf.put(
                "spark.master",
                "local-cluster[%d,%d,%d]".formatted(cluster.executors(), cluster.cores(), cluster.memoryMb()));
        conf.put("spark.executor.memory", cluster.memoryMb() + "m");
        conf.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        return new SparkSettings(cluster.executors(), with(cluster.conf(), conf));
    }

    private static SortedMap<String, String> defaults() {
        SortedMap<String, String> conf = new TreeMap<>(Map.of(
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.ui.showConsoleProgress", "false",
                "spark.sql.shuffle.partitions", "2",
                "spark.sql.session.timeZone", "UTC",
                "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
                "spark.kryo.registrationRequired", "true"));
        try (InputStream resource = SparkSettings.class.getResourceAsStream(PROJECT_DEFAULTS)) {
            if (resource != null) {
                Properties properties = new Properties();
                properties.load(resource);
                properties.stringPropertyNames().forEach(key -> conf.put(key, properties.getProperty(key)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(PROJECT_DEFAULTS + " on the class path cannot be read", e);
        }
        return conf;
    }

    private static SortedMap<String, String> with(String[] assignments, SortedMap<String, String> conf) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "conf of the test class contains '" + assignment + "'; it must be key=value");
            }
            conf.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return conf;
    }
}
