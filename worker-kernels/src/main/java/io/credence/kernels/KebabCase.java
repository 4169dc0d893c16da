package io.credence.kernels;

import java.util.Locale;

/**
 * Kebab-case names of Java classes and enum constants, as configurations and documents write them: {@code GaussianNll}
 * becomes {@code gaussian-nll}, and {@code LEAKY_RELU} becomes {@code leaky-relu}.
 */
public final class KebabCase {
    private KebabCase() {}

    /**
     * Returns the name of a class. Only a capital followed by a lower-case letter starts a new part, so {@code AdamW}
     * becomes {@code adamw}. A single capital before such a part is a part of its own: {@code StudentTNll} becomes
     * {@code student-t-nll}.
     */
    public static String ofClass(Class<?> type) {
        return type.getSimpleName()
                .replaceAll("(?<=.)(?=\\p{Lu}\\p{Ll})|(?<=\\p{Ll})(?=\\p{Lu}{2}\\p{Ll})", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Returns the name of an enum constant. */
    public static String ofConstant(Enum<?> constant) {
        return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
