package io.credence.ensemble.binding;

import io.credence.kernels.KebabCase;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sealed interface of records in a document, where one property selects the record.
 *
 * @param property the property that selects the record: {@code name}, or {@code type} if a record has a component
 *     called {@code name}
 * @param records the permitted records by the property's value
 */
record SealedChoice(String property, SortedMap<String, Class<?>> records) {
    SealedChoice {
        records = Collections.unmodifiableSortedMap(records);
    }

    /** Returns the choice for a sealed interface or for one of its records; null for any other class. */
    static SealedChoice of(Class<?> type) {
        if (type.isInterface() && type.isSealed()) {
            SortedMap<String, Class<?>> records = new TreeMap<>();
            collect(type, records);
            boolean named = records.values().stream()
                    .flatMap(record -> Arrays.stream(record.getRecordComponents()))
                    .anyMatch(component -> component.getName().equals("name"));
            return new SealedChoice(named ? "type" : "name", records);
        }
        if (type.isRecord()) {
            for (Class<?> parent : type.getInterfaces()) {
                SealedChoice choice = of(outermost(parent));
                if (choice != null) {
                    return choice;
                }
            }
        }
        return null;
    }

    private static Class<?> outermost(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return outermost(parent);
            }
        }
        return type;
    }

    private static void collect(Class<?> sealed, SortedMap<String, Class<?>> records) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                Class<?> other = records.put(KebabCase.ofClass(permitted), permitted);
                // A record may implement two of the sealed interfaces.
                if (other != null && other != permitted) {
                    throw new IllegalStateException(
                            other + " and " + permitted + " would have the same name in documents");
                }
            } else if (permitted.isSealed()) {
                collect(permitted, records);
            } else {
                throw new IllegalStateException(permitted + " is neither a record nor a sealed interface of records");
            }
        }
    }
}
