package io.credence.spark.testing;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Runs the classes that can share a Spark context one after the other, so that it starts as seldom as possible. Plain
 * classes come first. Named in {@code junit-platform.properties} as {@code junit.jupiter.testclass.order.default}.
 */
public final class SparkClassOrder implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors()
                .sort(Comparator.comparing(SparkClassOrder::settings)
                        .thenComparing(c -> c.getTestClass().getName()));
    }

    private static String settings(ClassDescriptor descriptor) {
        return SparkSettings.of(descriptor.getTestClass())
                .map(settings -> settings.executors() + " " + settings.conf())
                .orElse("");
    }
}
