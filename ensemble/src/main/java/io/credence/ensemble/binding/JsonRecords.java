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
 * Records as JSON, or as any tree that Jackson can read, such as a configuration in YAML. One rule for all of them, so that
 * no class is listed by hand:
 *
 * <ul>
 *   <li>A record is an object; its components are the properties, in their order and by their names.
 *   <li>A component that is null is left out, and one that is left out is null: a compact constructor fills in the default. A
 *       primitive component must be there.
 *   <li>Enum constants are in kebab-case: {@code LEAKY_RELU} is {@code leaky-relu}.
 *   <li>A sealed interface of records is told apart by a property {@code name} (or {@code type}, where a record has a
 *       component called {@code name} itself) whose value is the record's simple name in kebab-case: {@code Temperature} is
 *       {@code temperature}, {@code GaussianNll} {@code gaussian-nll}, {@code AdamW} {@code adamw}. Only the permitted
 *       records can be named; no class name is ever read from a document.
 *   <li>Numbers that are not finite are written as null and refused on reading. Whole numbers are not cut from fractions, and
 *       nothing is converted from text but numbers like {@code 1e-3}, which YAML 1.1 takes for text.
 *   <li>Unknown and repeated properties are refused. Entries of a map are written in the order of their keys.
 *   <li>What a constructor refuses by an {@link io.credence.kernels.InvalidSettingException} comes back with the path of the
 *       setting in the document.
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
     * Reads JSON without giving it a meaning.
     *
     * @throws InvalidDocumentException if it is not one whole JSON document
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
     * Makes a record, or whatever a component may be, from a tree.
     *
     * @throws InvalidDocumentException if the tree does not fit, with the dotted path of what does not
     */
    public static <T> T bind(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw BindingProblem.of(e, tree, MAPPER.constructType(type));
        }
    }

    /** The tree of a record; {@link #bind} makes an equal record of it again. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** JSON for people to read as well: indented by two spaces, lines ended by a line feed on every platform. */
    public static String print(Object value) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " has no JSON", e);
        }
    }

    /** Takes nothing of a record for a property but its components; Jackson would also take {@code isDense()}. */
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
