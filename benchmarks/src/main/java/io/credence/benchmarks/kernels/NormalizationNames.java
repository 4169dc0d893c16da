package io.credence.benchmarks.kernels;

import io.credence.kernels.KebabCase;
import io.credence.kernels.layer.Normalization;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts normalisations from and to their names in a configuration, such as {@code synchronized-batch}. */
public final class NormalizationNames implements ITypeConverter<Normalization> {
    @Override
    public Normalization convert(String value) {
        return Arrays.stream(Normalization.values())
                .filter(normalization -> of(normalization).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("it is " + value + "; it must be one of "
                        + Arrays.stream(Normalization.values())
                                .map(NormalizationNames::of)
                                .collect(Collectors.joining(", "))));
    }

    /** Returns the configuration name of a normalisation. */
    public static String of(Normalization normalization) {
        return KebabCase.ofConstant(normalization);
    }
}
