package io.credence.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkTest;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@SparkTest(conf = "spark.sql.shuffle.partitions=3")
class SparkTestIsolationTest {
    private SparkSession injected;

    @BeforeAll
    static void createView(SparkSession spark) {
        spark.range(3).createOrReplaceTempView("numbers");
    }

    @Test
    void session_isTheSameInFieldAndParameter_andIsActive(SparkSession spark) {
        assertThat(spark).isSameAs(injected).isSameAs(SparkSession.active());
    }

    @Test
    void session_runsJobsInLocalMode(SparkSession spark) {
        assertThat(spark.table("numbers").count()).isEqualTo(3);
        assertThat(spark.sparkContext().master()).isEqualTo("local[2]");
    }

    @Test
    void session_hasTheSettingsOfItsClass_andRequiresKryoRegistration(SparkSession spark) {
        assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo("3");
        assertThat(spark.conf().get("spark.kryo.registrationRequired")).isEqualTo("true");
    }

    @Nested
    class NestedClass {
        @Test
        void session_isThatOfTheEnclosingClass(SparkSession spark) {
            assertThat(spark).isSameAs(injected);
            assertThat(spark.catalog().tableExists("numbers")).isTrue();
        }
    }
}
