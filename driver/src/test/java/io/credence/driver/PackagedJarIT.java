package io.credence.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar for spark-submit contains all of Credence and nothing of Spark. */
class PackagedJarIT {
    private static final String JAR = Packaged.jar().toString();
    private static final String CHART = "META-INF/resources/webjars/chart.js/";

    @Test
    void everyClass_belongsToCredenceOrIsRelocated() throws IOException {
        assertThat(entries(JAR, name -> name.endsWith(".class")))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("io/credence/"));
    }

    @Test
    void jar_containsEveryModule() throws IOException {
        assertThat(entries(JAR, name -> true))
                .contains(
                        "io/credence/kernels/simd/Matrix.class",
                        "io/credence/ensemble/specification/Task.class",
                        "io/credence/driver/kryo/CredenceKryoRegistrator.class",
                        "io/credence/shaded/snakeyaml/Yaml.class",
                        "io/credence/shaded/mustache/Mustache.class",
                        "io/credence/shaded/picocli/CommandLine.class")
                .anyMatch(name -> name.startsWith(CHART) && name.endsWith("/chart.umd.js"));
    }

    @Test
    void thirdPartyResources_areOnlyChartJsAndLicences() throws IOException {
        assertThat(entries(JAR, name -> name.startsWith("META-INF/")))
                .allMatch(name -> name.startsWith(CHART)
                        || List.of("MANIFEST.MF", "LICENSE", "NOTICE").contains(name.substring(9))
                        || name.startsWith("META-INF/services/org.apache.spark.ml."));
        assertThat(entries(JAR, name -> !name.startsWith("META-INF/")))
                .allMatch(name -> name.startsWith("io/credence/"));
    }

    @Test
    void manifest_namesTheMainClass() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            assertThat(attributes.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.credence.driver.cli.Main");
            assertThat(jar.getEntry("io/credence/driver/cli/Main.class")).isNotNull();
        }
    }

    @Test
    void sparkTestingJar_containsTheExtensionAndNoTests() throws IOException {
        String testing = JAR.replace(".jar", "-spark-testing.jar");

        assertThat(entries(testing, name -> name.endsWith(".class")))
                .contains("io/credence/spark/testing/SparkTest.class")
                .allMatch(name -> name.startsWith("io/credence/spark/testing/"));
    }

    private static List<String> entries(String path, Predicate<String> wanted) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(wanted)
                    .toList();
        }
    }
}
