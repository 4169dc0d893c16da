package io.credence.benchmarks.quality;

import io.credence.driver.UserException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A data set with predefined rows for training, validation and testing.
 *
 * @param folder contains {@code train}, {@code val} and {@code test.csv.gz}, with a header
 * @param label the last column
 * @param task {@code regression} if the first label is a number, otherwise {@code classification}
 */
record SplitSet(Path folder, String label, String task) {
    /**
     * Finds data sets.
     *
     * @param names the names of their folders; empty: all folders, in alphabetical order
     * @throws UserException if a file is missing or has no rows
     */
    static List<SplitSet> find(Path data, List<String> names) throws IOException {
        List<SplitSet> sets = new ArrayList<>();
        for (String name : names.isEmpty() ? namesIn(data) : names) {
            sets.add(of(data.resolve(name)));
        }
        return sets;
    }

    private static List<String> namesIn(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new UserException("--data is " + data + ", which is not a directory; it must contain folders with"
                    + " train, val and test.csv.gz");
        }
        try (Stream<Path> folders = Files.list(data)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static SplitSet of(Path folder) throws IOException {
        for (String part : List.of("train", "val", "test")) {
            Path file = folder.resolve(part + ".csv.gz");
            if (!Files.isReadable(file)) {
                throw new UserException(file + " cannot be read; a data set must have train, val and test.csv.gz");
            }
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("train.csv.gz"))), StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            String row = lines.readLine();
            if (row == null) {
                throw new UserException(folder.resolve("train.csv.gz") + " has no rows; it must have at least one");
            }
            boolean number = lastCell(row).matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
            return new SplitSet(folder, lastCell(header), number ? "regression" : "classification");
        }
    }

    private static String lastCell(String line) {
        return line.substring(line.lastIndexOf(',') + 1);
    }

    /** Returns the name of the folder. */
    String name() {
        return folder.getFileName().toString();
    }

    /** Returns the settings of the data and the task. */
    List<String> settings() {
        Path absolute = folder.toAbsolutePath().normalize();
        return List.of(
                "data.input=" + absolute.resolve("train.csv.gz"),
                "data.validation=" + absolute.resolve("val.csv.gz"),
                "data.test=" + absolute.resolve("test.csv.gz"),
                "data.options={header: true}",
                "data.label=" + label,
                "task=" + task);
    }
}
