package io.credence.ensemble.binding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Converts records to and from JSON, or any tree that Jackson can read, such as a YAML configuration. The same rules
 * apply to all records, so no class needs to be registered:
 *
 * <ul>
 *   <li>A record is an object. Its components are the properties, with the same names and order.
 *   <li>A null component is omitted when written, and an omitted one is null when read: a compact constructor fills in
 *       the default. A primitive component is required.
 *   <li>Enum constants are in kebab case: {@code LEAKY_RELU} is {@code leaky-relu}.
 *   <li>The records of a sealed interface are distinguished by a property {@code name}, or {@code type} if a record
 *       has a component called {@code name}. Its value is the record's simple name in
 *       {@link io.credence.kernels.KebabCase kebab case}: {@code GaussianNll} is {@code gaussian-nll}. Only the
 *       permitted records can be named; class names are never read from a document.
 *   <li>Numbers that are not finite are written as null and rejected when read. Fractions are not truncated to
 *       integers. Strings are not converted, except numbers like {@code 1e-3}, which YAML 1.1 parses as strings.
 *   <li>Unknown and repeated properties are rejected. Map entries are written in the order of their keys.
 *   <li>If a constructor throws an {@link io.credence.kernels.InvalidSettingException}, the message contains the path
 *       of the setting in the document.
 * </ul>
 */
public final class JsonRecords {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new RecordIntrospector())
            .accessorNaming(new ComponentsOnly())
            .addModule(FiniteNumbers.module())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private JsonRecords() {}

    /**
     * Parses JSON into a tree.
     *
     * @throws InvalidDocumentException if it is not a single, complete JSON document
     */
    public static JsonNode parse(byte[] json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidDocumentException("", BindingProblem.ofSyntax(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (tree.isMissingNode()) {
            throw new InvalidDocumentException("", "is empty; it must be JSON", null);
        }
        return tree;
    }

    /**
     * Converts a tree to a record or to any type that a component may have.
     *
     * @throws InvalidDocumentException if the tree does not fit the type, with the dotted path of the first problem
     */
    public static <T> T bind(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw BindingProblem.of(e, tree, MAPPER.constructType(type));
        }
    }

    /** Converts a record to a tree, from which {@link #bind} creates an equal record. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Formats a value as JSON, indented by two spaces, with line feeds on every platform. */
    public static String print(Object value) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be converted to JSON", e);
        }
    }

    /**
     * Limits the properties of a record to its components. By default Jackson also treats methods like
     * {@code isDense()} as properties.
     */
    private static final class ComponentsOnly extends DefaultAccessorNamingStrategy.Provider {
        private static final long serialVersionUID = 1L;

        @Override
        public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass recordClass) {
            return new DefaultAccessorNamingStrategy.RecordNaming(config, recordClass) {
                @Override
                public String findNameForRegularGetter(AnnotatedMethod method, String name) {
                    return _fieldNames.contains(name) ? name : null;
                }

                @Override
                public String findNameForIsGetter(AnnotatedMethod method, String name) {
                    return null;
                }
            };
        }
    }
}
