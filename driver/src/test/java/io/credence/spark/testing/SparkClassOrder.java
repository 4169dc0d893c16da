package io.credence.spark.testing;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Orders test classes so that those that can share a Spark context run consecutively, which minimises the number of
 * contexts. Classes without Spark come first. Enabled in {@code junit-platform.properties} as
 * {@code junit.jupiter.testclass.order.default}.
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
