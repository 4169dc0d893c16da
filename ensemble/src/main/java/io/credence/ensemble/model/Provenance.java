package io.credence.ensemble.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The origin of a model: everything needed to train it again and to check that the result is the same.
 *
 * @param created the time at which training ended, in ISO 8601
 * @param configuration the effective configuration, with defaults and command-line overrides
 * @param dataFingerprint a hash of the input rows that does not depend on their order or files
 * @param rows the number of rows in each split
 * @param versions the versions of Credence, Spark and Java
 * @param seed the ensemble's seed
 */
public record Provenance(
        String created,
        JsonNode configuration,
        String dataFingerprint,
        SortedMap<String, Long> rows,
        SortedMap<String, String> versions,
        long seed) {
    public Provenance {
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(dataFingerprint, "dataFingerprint");
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }
}
