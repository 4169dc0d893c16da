package io.credence.driver.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Words of the configuration, as messages need them. */
public final class Words {
    private Words() {}

    /** A constant's name as a configuration writes it. */
    static String of(Enum<?> constant) {
        return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }

    static String oneOf(Collection<String> words) {
        return "one of " + String.join(", ", words.stream().sorted().toList());
    }

    /** The known word that was most likely meant: the nearest by edits, if at most a third of its letters differ. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        String lower = word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        Comparator<String> nearness = Comparator.comparingInt(k -> edits.apply(lower, k.toLowerCase(Locale.ROOT)));
        return known.stream()
                .min(nearness.thenComparing(Comparator.naturalOrder()))
                .filter(k -> edits.apply(lower, k.toLowerCase(Locale.ROOT)) <= Math.max(1, k.length() / 3));
    }
}
