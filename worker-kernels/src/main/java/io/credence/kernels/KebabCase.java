package io.credence.kernels;

import java.util.Locale;

/**
 * The words by which configurations and documents call Java classes and enum constants: {@code GaussianNll} is
 * {@code gaussian-nll}, and {@code LEAKY_RELU} is {@code leaky-relu}.
 */
public final class KebabCase {
    private KebabCase() {}

    /**
     * Returns the word for a class: {@code AdamW} is {@code adamw}, because only a capital before a small letter
     * starts a new part.
     */
    public static String ofClass(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)(?=\\p{Lu}\\p{Ll})", "-").toLowerCase(Locale.ROOT);
    }

    /** Returns the word for an enum constant. */
    public static String ofConstant(Enum<?> constant) {
        return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
