package io.credence.driver;

import io.credence.spark.testing.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The packaged build, for integration tests. The build passes the paths as system properties. */
final class Packaged {
    private Packaged() {}

    /** Returns the jar for spark-submit. */
    static Path jar() {
        return property("credence.jar");
    }

    /** Returns the root of the repository. */
    static Path root() {
        return property("credence.root");
    }

    /** Returns the Spark that bin/credence embeds, which has Spark's jars and none of Credence. */
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
