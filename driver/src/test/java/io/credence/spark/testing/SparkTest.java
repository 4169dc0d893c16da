package io.credence.spark.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a local Spark session: as a parameter of type {@code SparkSession} of any test or life cycle
 * method, or in a field of that type.
 *
 * <p>A class has one session of its own (temporary views and SQL settings do not leak), with Kryo registration required,
 * no UI, two shuffle partitions and a warehouse in a temporary directory. Classes that ask for the same settings share
 * the Spark context below it; there is one such context in a JVM at a time.
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
