package io.credence.ensemble.binding;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import io.credence.kernels.KebabCase;
import java.util.List;

/** Supplies Jackson with the rules of {@link JsonRecords}, so that records need no annotations. */
final class RecordIntrospector extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
        SealedChoice choice = choice(annotated);
        return choice == null
                ? null
                : new StdTypeResolverBuilder(JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, choice.property(), null, false, true));
    }

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
        SealedChoice choice = choice(annotated);
        return choice == null
                ? null
                : choice.records().entrySet().stream()
                        .map(record -> new NamedType(record.getValue(), record.getKey()))
                        .toList();
    }

    @Override
    public String findTypeName(AnnotatedClass annotated) {
        return annotated.getRawType().isRecord() && choice(annotated) != null
                ? KebabCase.ofClass(annotated.getRawType())
                : null;
    }

    @Override
    public String[] findEnumValues(
            MapperConfig<?> config, AnnotatedClass annotated, Enum<?>[] constants, String[] names) {
        for (int i = 0; i < constants.length; i++) {
            names[i] = KebabCase.ofConstant(constants[i]);
        }
        return names;
    }

    /** Requires primitive components, because they cannot be null if omitted. */
    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
        return member.getRawType().isPrimitive();
    }

    private static SealedChoice choice(Annotated annotated) {
        return annotated instanceof AnnotatedClass ? SealedChoice.of(annotated.getRawType()) : null;
    }
}
