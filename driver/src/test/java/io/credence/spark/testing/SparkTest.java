package io.credence.spark.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a local Spark session, as a parameter of type {@code SparkSession} of any test or lifecycle
 * method, or in a field of that type.
 *
 * <p>Each class has its own session, so temporary views and SQL settings do not leak. The session requires Kryo
 * registration and has no UI, two shuffle partitions, and a warehouse in a temporary directory. Classes with equal
 * settings share the underlying Spark context; there is one context in a JVM at a time.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SparkExtension.class)
public @interface SparkTest {
    /** The number of cores: {@code local[cores]}. */
    int cores() default 2;

    /** Further Spark settings, each {@code key=value}. */
    String[] conf() default {};
}
