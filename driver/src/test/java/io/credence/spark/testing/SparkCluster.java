package io.credence.spark.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a Spark session with executors in separate processes on this machine ({@code local-cluster}), so
 * that serialisation, class loading and networking work as in a cluster. All executors are ready when the first test
 * begins. Otherwise like {@link SparkTest}.
 *
 * <p>Spark reads its location from the environment, which a JVM cannot change for itself. So surefire's
 * {@code environmentVariables} must set {@code SPARK_SCALA_VERSION=2.13} and {@code SPARK_HOME}, to any writable
 * directory; missing subdirectories are created.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(SparkExtension.class)
public @interface SparkCluster {
    /** The number of executor processes. */
    int executors() default 2;

    /** The cores of one executor. */
    int cores() default 1;

    /** The heap of one executor in MiB; Spark requires at least 450. */
    int memoryMb() default 768;

    /** Further Spark settings, each {@code key=value}. */
    String[] conf() default {};
}
