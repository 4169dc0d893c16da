package io.credence.driver.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Kryo serializers for the results of {@code List.of}, {@code Stream.toList}, {@code Set.of} and {@code Map.of}. They
 * write the elements, independently of the JDK's internal representation.
 */
final class ImmutableCollections {
    private ImmutableCollections() {}

    /** Registers the JDK's internal classes behind these methods. */
    static void register(Kryo kryo) {
        Serializer<?> lists = new ElementsSerializer<List<Object>>(elements -> List.of(elements));
        kryo.register(List.of(1).getClass(), lists);
        kryo.register(List.of().getClass(), lists);
        Serializer<?> sets = new ElementsSerializer<Set<Object>>(elements -> Set.of(elements));
        kryo.register(Set.of(1).getClass(), sets);
        kryo.register(Set.of().getClass(), sets);
        Serializer<?> maps = new EntriesSerializer();
        kryo.register(Map.of(1, 1).getClass(), maps);
        kryo.register(Map.of().getClass(), maps);
    }

    private static final class ElementsSerializer<C extends Collection<Object>> extends Serializer<C> {
        private final Function<Object[], C> factory;

        ElementsSerializer(Function<Object[], C> factory) {
            super(false, true);
            this.factory = factory;
        }

        @Override
        public void write(Kryo kryo, Output output, C collection) {
            writeAll(kryo, output, collection.toArray());
        }

        @Override
        public C read(Kryo kryo, Input input, Class<C> type) {
            return factory.apply(readAll(kryo, input));
        }
    }

    private static final class EntriesSerializer extends Serializer<Map<Object, Object>> {
        EntriesSerializer() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output output, Map<Object, Object> map) {
            writeAll(kryo, output, map.keySet().toArray());
            writeAll(kryo, output, map.keySet().stream().map(map::get).toArray());
        }

        @Override
        public Map<Object, Object> read(Kryo kryo, Input input, Class<Map<Object, Object>> type) {
            Object[] keys = readAll(kryo, input);
            Object[] values = readAll(kryo, input);
            return Map.ofEntries(IntStream.range(0, keys.length)
                    .mapToObj(i -> Map.entry(keys[i], values[i]))
                    .toArray(ImmutableCollections::entries));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map.Entry<Object, Object>[] entries(int size) {
        return new Map.Entry[size];
    }

    private static void writeAll(Kryo kryo, Output output, Object[] elements) {
        output.writeInt(elements.length, true);
        Arrays.stream(elements).forEach(element -> kryo.writeClassAndObject(output, element));
    }

    private static Object[] readAll(Kryo kryo, Input input) {
        Object[] elements = new Object[input.readInt(true)];
        Arrays.setAll(elements, i -> kryo.readClassAndObject(input));
        return elements;
    }
}
