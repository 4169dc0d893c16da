package io.credence.ensemble.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model comes from: what is needed to train it again, and to know whether that gave the same.
 *
 * @param created when training ended, in ISO 8601
 * @param configuration the effective configuration, with defaults and what the command line set
 * @param dataFingerprint a hash of the rows that were read, whatever their order and files
 * @param rows the number of rows of each split
 * @param versions of Credence, Spark and Java
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
