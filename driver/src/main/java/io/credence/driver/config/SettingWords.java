package io.credence.driver.config;

import java.util.Collection;
import java.util.Locale;

/** Formats the words of a configuration for error messages. */
final class SettingWords {
    private SettingWords() {}

    /** Returns an enum constant's name as a configuration writes it: {@code VARIANCE_SCALE} as variance-scale. */
    static String of(Enum<?> constant) {
        return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }

    static String oneOf(Collection<String> words) {
        return "one of " + String.join(", ", words.stream().sorted().toList());
    }
}
