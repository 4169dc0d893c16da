package io.credence.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.kryo.CredenceKryoRegistrator;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.monitor.CredencePlugin.Display;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {
    private static SparkConf completed(SparkConf conf) {
        return SparkSessions.completed(conf, "credence train x", Display.NONE);
    }

    @Test
    void completed_emptyConf_isLocalWithKryoAndThePlugin() {
        SparkConf conf = completed(new SparkConf(false));

        assertThat(conf.get("spark.master")).isEqualTo("local[*]");
        assertThat(conf.get("spark.app.name")).isEqualTo("credence train x");
        assertThat(conf.get("spark.kryo.registrationRequired")).isEqualTo("true");
        assertThat(conf.get("spark.kryo.registrator")).isEqualTo(CredenceKryoRegistrator.class.getName());
        assertThat(conf.get("spark.plugins")).isEqualTo(CredencePlugin.class.getName());
        assertThat(conf.get(CredencePlugin.DISPLAY)).isEqualTo("NONE");
    }

    @Test
    void completed_userSettings_takePrecedence() {
        SparkConf conf = completed(new SparkConf(false)
                .set("spark.master", "yarn")
                .set("spark.app.name", "nightly")
                .set("spark.plugins", "a.Plugin")
                .set("spark.kryo.registrator", "a.Registrator")
                .set("spark.kryo.registrationRequired", "false"));

        assertThat(conf.get("spark.master")).isEqualTo("yarn");
        assertThat(conf.get("spark.app.name")).isEqualTo("nightly");
        assertThat(conf.get("spark.plugins")).isEqualTo("a.Plugin," + CredencePlugin.class.getName());
        assertThat(conf.get("spark.kryo.registrator"))
                .isEqualTo("a.Registrator," + CredenceKryoRegistrator.class.getName());
        assertThat(conf.get("spark.kryo.registrationRequired")).isEqualTo("false");
    }

    @Test
    void completed_nameDerivedFromTheMainClass_isReplaced() {
        SparkConf conf = completed(new SparkConf(false).set("spark.app.name", "io.credence.driver.cli.Main"));

        assertThat(conf.get("spark.app.name")).isEqualTo("credence train x");
    }

    /** A session without the shipped file gets the same settings. */
    @Test
    void completed_emptyConf_agreesWithTheShippedDefaults() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("../conf/spark-defaults.conf"))) {
            shipped.load(reader);
        }
        SparkConf conf = completed(new SparkConf(false));

        assertThat(shipped).isNotEmpty();
        shipped.forEach((key, value) ->
                assertThat(conf.get((String) key)).as((String) key).isEqualTo(value));
    }
}
