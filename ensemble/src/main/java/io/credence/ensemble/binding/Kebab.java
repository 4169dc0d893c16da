package io.credence.ensemble.binding;

import java.util.Locale;

/** How names of Java read in documents: {@code GaussianNll} and {@code LEAKY_RELU} as gaussian-nll and leaky-relu. */
final class Kebab {
    private Kebab() {}

    /** A dash stands before each capital that a small letter follows, so {@code AdamW} is adamw and {@code Mse} mse. */
    static String ofClass(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=.)(?=\\p{Lu}\\p{Ll})", "-").toLowerCase(Locale.ROOT);
    }

    static String ofConstant(Enum<?> constant) {
        return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
