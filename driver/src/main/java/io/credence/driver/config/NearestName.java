package io.credence.driver.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggestions for misspelled names of settings and columns. */
public final class NearestName {
    private NearestName() {}

    /**
     * Returns the known name that is closest to a misspelled one by edit distance, ignoring case, dashes and
     * underscores.
     *
     * @return empty if more than a third of the closest name's letters differ
     */
    public static Optional<String> of(String misspelled, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String lower = misspelled.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        Comparator<String> closeness =
                Comparator.comparingInt(name -> distance.apply(lower, name.toLowerCase(Locale.ROOT)));
        return known.stream()
                .min(closeness.thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance.apply(lower, name.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3));
    }
}
