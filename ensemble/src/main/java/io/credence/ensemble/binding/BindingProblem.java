package io.credence.ensemble.binding;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.KebabCase;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Translates Jackson's exceptions into {@link InvalidDocumentException}. */
final class BindingProblem {
    private static final int MAX_SHOWN_CHARACTERS = 80;

    private BindingProblem() {}

    static String ofSyntax(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return "is not valid JSON" + where + ": " + shorten(e.getOriginalMessage());
    }

    static InvalidDocumentException of(JsonProcessingException e, JsonNode tree, JavaType type) {
        if (!(e instanceof JsonMappingException mapping)) {
            return new InvalidDocumentException("", ofSyntax(e), e);
        }
        String path = path(mapping.getPath());
        JsonNode found = valueAt(tree, mapping.getPath());
        UnknownProperty unknown = UnknownProperty.in(tree, type, "");
        if (unknown != null) {
            // An unknown property is often a misspelling of a missing one, so it is reported first.
            return new InvalidDocumentException(unknown.path(), unknown.problem(), e);
        }
        if (e instanceof InvalidTypeIdException id) {
            return ofUnknownChoice(id, path, found);
        }
        if (e instanceof ValueInstantiationException rejected) {
            return ofRejectedValue(rejected, path, found);
        }
        return new InvalidDocumentException(path, describe(found) + "; it must be " + allowed(target(e, type)), e);
    }

    private static Class<?> target(JsonProcessingException e, JavaType type) {
        Class<?> target = null;
        if (e instanceof MismatchedInputException mismatch) {
            target = mismatch.getTargetType();
        } else if (e.getCause() instanceof InputCoercionException overflow) {
            target = overflow.getTargetType();
        }
        return target == null ? type.getRawClass() : target;
    }

    private static InvalidDocumentException ofUnknownChoice(InvalidTypeIdException e, String path, JsonNode found) {
        Class<?> type = e.getBaseType().getRawClass();
        if (!found.isObject()) {
            return new InvalidDocumentException(path, describe(found) + "; it must be " + allowed(type), e);
        }
        SealedChoice choice = SealedChoice.of(type);
        String problem = describe(found.path(choice.property())) + "; it must be "
                + oneOf(choice.records().keySet());
        return new InvalidDocumentException(child(path, choice.property()), problem, e);
    }

    private static InvalidDocumentException ofRejectedValue(
            ValueInstantiationException e, String path, JsonNode found) {
        Throwable cause = e.getCause();
        if (cause instanceof InvalidSettingException setting) {
            return new InvalidDocumentException(child(path, setting.key()), setting.problem(), e);
        }
        if (cause instanceof NullPointerException) {
            Class<?> type = e.getType().getRawClass();
            return new InvalidDocumentException(path, "is incomplete; it needs " + missing(type, found), e);
        }
        return new InvalidDocumentException(
                path, "is rejected: " + (cause == null ? e.getOriginalMessage() : cause.getMessage()), e);
    }

    /** Returns the components that are missing, are null or contain a null. One of them made the constructor fail. */
    private static String missing(Class<?> type, JsonNode found) {
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        List<String> missing = Arrays.stream(components)
                .map(RecordComponent::getName)
                .filter(name -> !found.hasNonNull(name) || containsNull(found.get(name)))
                .toList();
        return missing.isEmpty() ? "all of its components" : String.join(", ", missing) + " without nulls";
    }

    private static boolean containsNull(JsonNode node) {
        for (JsonNode element : node) {
            if (element.isNull()) {
                return true;
            }
        }
        return false;
    }

    private static String path(List<JsonMappingException.Reference> references) {
        String path = "";
        for (JsonMappingException.Reference reference : references) {
            path = reference.getFieldName() == null
                    ? path + "[" + reference.getIndex() + "]"
                    : child(path, reference.getFieldName());
        }
        return path;
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static JsonNode valueAt(JsonNode tree, List<JsonMappingException.Reference> references) {
        JsonNode node = tree;
        for (JsonMappingException.Reference reference : references) {
            node = reference.getFieldName() == null
                    ? node.path(reference.getIndex())
                    : node.path(reference.getFieldName());
        }
        return node;
    }

    private static String describe(JsonNode found) {
        return found.isMissingNode() ? "is missing" : "is " + shorten(found.toString());
    }

    private static String shorten(String text) {
        return text.length() <= MAX_SHOWN_CHARACTERS ? text : text.substring(0, MAX_SHOWN_CHARACTERS) + "...";
    }

    private static String allowed(Class<?> type) {
        SealedChoice choice = SealedChoice.of(type);
        if (choice != null) {
            return "an object with " + choice.property() + ", "
                    + oneOf(choice.records().keySet());
        }
        if (type.isEnum()) {
            return oneOf(Arrays.stream((Enum<?>[]) type.getEnumConstants())
                    .map(KebabCase::ofConstant)
                    .toList());
        }
        if (type.isRecord()) {
            return "an object with "
                    + Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", "));
        }
        return allowedBasic(type);
    }

    private static String allowedBasic(Class<?> type) {
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a finite number";
        }
        if (type == double[].class) {
            return "a list of finite numbers";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "an integer" + (type == int.class || type == Integer.class ? " below 2147483648" : "");
        }
        if (type == String.class) {
            return "a string";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) ? "an object" : "a value for " + KebabCase.ofClass(type);
    }

    private static String oneOf(Collection<String> names) {
        return "one of " + String.join(", ", names);
    }
}
