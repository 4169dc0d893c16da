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

/** What a registered class holds must be registered too, unless its serializer is its own affair; a job finds out only when it sends one. */
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
                .filter(type -> isOurs(type) && travelsByFields(type))
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && isOurs(field.getType()))
                .toList();

        assertThat(fields).isNotEmpty().allSatisfy(field -> assertThat(concrete(field.getType()))
                .as(field.toString())
                .isNotEmpty()
                .allMatch(registered::containsKey));
    }

    /** A constant of an enumeration travels as its number. */
    private static boolean travelsByFields(Class<?> type) {
        return !type.isAnnotationPresent(DefaultSerializer.class) && !Enum.class.isAssignableFrom(type);
    }

    /** The class itself; of a sealed interface those that it permits. */
    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(KryoRegistrationClosureTest::concrete)
                : Stream.of(type);
    }

    private static boolean isOurs(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.getName().startsWith("io.credence.");
    }
}
