package io.credence.driver.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The field types of registered classes must be registered too, unless the class has its own serializer. Otherwise a
 * job fails when it sends one.
 */
class KryoRegistrationClosureTest {
    private final Map<Class<?>, Registration> registered = new HashMap<>();

    KryoRegistrationClosureTest() {
        Kryo kryo = new Kryo();
        new CredenceKryoRegistrator().registerClasses(kryo);
        IntStream.range(0, kryo.getNextRegistrationId())
                .mapToObj(kryo::getRegistration)
                .forEach(registration -> registered.put(registration.getType(), registration));
    }

    @Test
    void fieldTypesOfRegisteredClasses_areRegistered() {
        List<Field> fields = registered.keySet().stream()
                .filter(type -> isOfCredence(type) && isWrittenByFields(type))
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && isOfCredence(field.getType()))
                .toList();

        assertThat(fields).isNotEmpty().allSatisfy(field -> assertThat(concrete(field.getType()))
                .as(field.toString())
                .isNotEmpty()
                .allMatch(registered::containsKey));
    }

    /** Kryo writes an enum constant as its ordinal. */
    private static boolean isWrittenByFields(Class<?> type) {
        return !type.isAnnotationPresent(DefaultSerializer.class) && !Enum.class.isAssignableFrom(type);
    }

    /** Returns the class itself, or the permitted subclasses of a sealed interface. */
    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(KryoRegistrationClosureTest::concrete)
                : Stream.of(type);
    }

    private static boolean isOfCredence(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.getName().startsWith("io.credence.");
    }
}
