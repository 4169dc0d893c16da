package io.credence.ensemble.binding;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A property of a tree that does not exist in the corresponding record.
 *
 * @param path the dotted path of the property
 * @param problem the rest of the message, with the known properties
 */
record UnknownProperty(String path, String problem) {

    /**
     * Returns the first unknown property of a tree, or null. Parts of the tree that do not fit the type are skipped.
     */
    static UnknownProperty in(JsonNode tree, JavaType type, String path) {
        if (tree.isArray() && type.isContainerType() && type.getContentType() != null) {
            for (int i = 0; i < tree.size(); i++) {
                UnknownProperty found = in(tree.get(i), type.getContentType(), path + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
        }
        if (tree.isObject() && type.isMapLikeType()) {
            return inObject(tree, path, name -> type.getContentType(), null);
        }
        if (tree.isObject()) {
            return inRecord(tree, type.getRawClass(), path);
        }
        return null;
    }

    private static UnknownProperty inRecord(JsonNode tree, Class<?> type, String path) {
        SealedChoice choice = SealedChoice.of(type);
        Class<?> record = choice == null || type.isRecord()
                ? type
                : choice.records().get(tree.path(choice.property()).asText());
        if (record == null || !record.isRecord()) {
            return null;
        }
        Map<String, JavaType> known = new LinkedHashMap<>();
        if (choice != null) {
            known.put(choice.property(), TypeFactory.defaultInstance().constructType(String.class));
        }
        for (RecordComponent component : record.getRecordComponents()) {
            known.put(component.getName(), TypeFactory.defaultInstance().constructType(component.getGenericType()));
        }
        return inObject(tree, path, known::get, String.join(", ", known.keySet()));
    }

    private static UnknownProperty inObject(
            JsonNode tree, String path, Function<String, JavaType> types, String known) {
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            String where = BindingProblem.child(path, field.getKey());
            JavaType type = types.apply(field.getKey());
            if (type == null) {
                return new UnknownProperty(where, "is unknown; known here are " + known);
            }
            UnknownProperty found = in(field.getValue(), type, where);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
