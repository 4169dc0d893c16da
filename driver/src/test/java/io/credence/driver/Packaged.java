package io.credence.driver;

import io.credence.spark.testing.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has packaged, for the tests that run after it: the build hands its places over as system properties. */
final class Packaged {
    private Packaged() {}

    /** The jar that spark-submit takes. */
    static Path jar() {
        return property("credence.jar");
    }

    /** The root of the repository. */
    static Path root() {
        return property("credence.root");
    }

    /** The Spark that bin/credence embeds: Spark's jars and nothing of ours. */
    static SparkHome spark() throws IOException {
        Path classPath = property("spark.class.path.file");
        return new SparkHome(classPath.getParent().getParent(), Files.readString(classPath));
    }

    private static Path property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the system property " + name + " is not set; failsafe sets it in driver/pom.xml");
        }
        return Path.of(value);
    }
}
