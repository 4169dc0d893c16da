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
 * Gives a test class a Spark session whose executors are processes of their own on this machine ({@code local-cluster}),
 * so that serialisation, class loading and the network are those of a cluster. All executors are there when the first
 * test begins. For the rest, see {@link SparkTest}.
 *
 * <p>Spark reads where it is installed from the environment, which a JVM cannot change for itself. So the JVM of the
 * tests needs {@code SPARK_HOME} (any writable directory: what Spark looks for in it is laid down when missing) and
 * {@code SPARK_SCALA_VERSION=2.13}, in surefire's {@code environmentVariables}.
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

    /** The heap of one executor in MiB; Spark refuses less than 450. */
    int memoryMb() default 768;

    /** Further Spark settings, each {@code key=value}. */
    String[] conf() default {};
}
