/**
 * JUnit 5 support for code that runs on Spark: a session for a test class
 * ({@link io.credence.spark.testing.SparkTest}), a cluster of real executor processes
 * ({@link io.credence.spark.testing.SparkCluster}), and assertions on data frames
 * ({@link io.credence.spark.testing.DataFrameAssert}).
 *
 * <pre>{@code
 * @SparkTest
 * class DoublingTest {
 *     @Test
 *     void doubles_everyRow(SparkSession spark) {
 *         assertThat(spark.range(3).selectExpr("id * 2 AS id")).hasSameRowsAs(spark.sql("VALUES (0L), (4L), (2L)"));
 *     }
 * }
 * }</pre>
 *
 * <p>Settings for all tests of a project, such as a Kryo registrator or a plugin, go into a resource
 * {@code spark-testing.properties} on the test class path. To use the package elsewhere, depend on
 * {@code io.credence:credence} with type {@code test-jar} and classifier {@code spark-testing}, in addition to JUnit
 * Jupiter, AssertJ and Spark.
 */
package io.credence.spark.testing;
