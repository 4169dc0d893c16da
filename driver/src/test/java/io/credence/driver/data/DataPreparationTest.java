package io.credence.driver.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.config.DataSpec;
import io.credence.driver.config.Format;
import io.credence.driver.config.SplitSpec;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.member.Task;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
final class DataPreparationTest {
    private static final Path CONF = Path.of("../conf/data");

    private SparkSession spark;

    @TempDir
    Path directory;

    @Test
    void cars_areSplitAndEncoded() throws IOException {
        PreparedData cars = new DataPreparation(spark)
                .prepare(spec(CONF.resolve("auto-mpg.csv"), "mpg"), Task.REGRESSION, 1, work());

        assertThat(cars.train().rows() + cars.validation().rows() + cars.test().rows())
                .isEqualTo(398);
        assertThat(cars.train().shards()).hasSize(1);
        assertThat(cars.encoding().features())
                .extracting(FeatureColumn::name)
                .containsExactly("cylinders", "displacement", "horsepower", "weight", "acceleration", "year", "origin");
        assertThat(cars.encoding().width()).isEqualTo(6 + 1 + 3);
        assertThat(cars.warnings()).isEmpty();
    }

    private String work() {
        return directory.resolve("work").toString();
    }

    static DataSpec spec(Path input, String label) {
        return new DataSpec(
                input.toString(), null, Format.CSV, Map.of(), label, null, null, new SplitSpec(0.1, 0.1, 1L));
    }
}
