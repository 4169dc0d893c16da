package io.credence.driver.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A Kryo serializer for records. It writes the components in declaration order and reads them through the canonical
 * constructor, so a record's own checks also apply to data from the network. The Kryo version that Spark includes
 * predates records: it would set final fields, which Java does not allow for records.
 *
 * @param <T> the type of the record
 */
final class RecordSerializer<T extends Record> extends Serializer<T> {
    private final Method[] accessors;
    private final Constructor<T> constructor;

    RecordSerializer(Class<T> type) {
        super(false, true);
        RecordComponent[] components = type.getRecordComponents();
        accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " has no canonical constructor", e);
        }
        Stream.<AccessibleObject>concat(Arrays.stream(accessors), Stream.of(constructor))
                .forEach(member -> member.setAccessible(true));
    }

    @Override
    public void write(Kryo kryo, Output output, T object) {
        for (Method accessor : accessors) {
            kryo.writeClassAndObject(output, component(accessor, object));
        }
    }

    private static Object component(Method accessor, Object object) {
        try {
            return accessor.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new KryoException(accessor + " failed while the record was written", e);
        }
    }

    @Override
    public T read(Kryo kryo, Input input, Class<T> type) {
        Object[] components = new Object[accessors.length];
        for (int i = 0; i < components.length; i++) {
            components[i] = kryo.readClassAndObject(input);
        }
        try {
            return constructor.newInstance(components);
        } catch (ReflectiveOperationException e) {
            throw new KryoException(type + " cannot be created from the components that were read", e);
        }
    }
}
