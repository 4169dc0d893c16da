package io.credence.spark.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The JUnit extension that implements {@link SparkTest} and {@link SparkCluster}. */
final class SparkExtension
        implements BeforeAllCallback, BeforeEachCallback, TestInstancePostProcessor, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SparkExtension.class);

    /** Hides a session from the store, which would close it and so stop the shared context. */
    private record ClassSession(SparkSession session) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        session(context);
    }

    /** A nested class may have left its own session active. */
    @Override
    public void beforeEach(ExtensionContext context) {
        SparkSession.setActiveSession(session(context));
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) throws IllegalAccessException {
        for (Field field : ReflectionSupport.findFields(
                instance.getClass(),
                field -> field.getType() == SparkSession.class && !Modifier.isStatic(field.getModifiers()),
                HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            field.set(instance, session(context));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public SparkSession resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session(context);
    }

    private static SparkSession session(ExtensionContext context) {
        ExtensionContext annotated = annotatedClass(context);
        SharedContext shared = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(SharedContext.class, key -> new SharedContext(), SharedContext.class);
        return annotated
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        ClassSession.class,
                        key -> new ClassSession(shared.newSession(SparkSettings.of(annotated.getRequiredTestClass())
                                .orElseThrow())),
                        ClassSession.class)
                .session();
    }

    /** Returns the context of the annotated class. Nested classes share its session. */
    private static ExtensionContext annotatedClass(ExtensionContext context) {
        Optional<ExtensionContext> current = Optional.of(context);
        while (current.isPresent()) {
            ExtensionContext candidate = current.get();
            boolean isClass =
                    candidate.getElement().filter(Class.class::isInstance).isPresent();
            if (isClass && isAnnotated(candidate.getRequiredTestClass())) {
                return candidate;
            }
            current = candidate.getParent();
        }
        throw new IllegalStateException(
                "no enclosing class of " + context.getDisplayName() + " is a @SparkTest or a @SparkCluster");
    }

    private static boolean isAnnotated(Class<?> testClass) {
        return AnnotationSupport.isAnnotated(testClass, SparkTest.class)
                || AnnotationSupport.isAnnotated(testClass, SparkCluster.class);
    }
}
