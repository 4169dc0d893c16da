package io.credence.benchmarks.quality;

import io.credence.driver.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set with predefined splits.
 *
 * @param name the name of its folder
 * @param splits the folders {@code split-0}, {@code split-1} ..., each with a {@code train.csv} and a {@code test.csv}
 */
record UciSet(String name, List<Path> splits) {
    /**
     * Finds data sets.
     *
     * @param data the directory with one folder for each data set
     * @param names the names of the data sets; empty: all, in alphabetical order
     * @param maxSplits the maximum number of splits of each data set
     * @throws UserException if a data set or a file of a split is missing
     */
    static List<UciSet> find(Path data, List<String> names, int maxSplits) throws IOException {
        if (maxSplits < 1) {
            throw new UserException("--splits is " + maxSplits + "; it must be at least 1");
        }
        List<UciSet> sets = new ArrayList<>();
        for (String name : names.isEmpty() ? namesIn(data) : names) {
            sets.add(find(data, name, maxSplits));
        }
        return sets;
    }

    private static List<String> namesIn(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new UserException("--data is " + data + ", which is not a directory; it must contain"
                    + " one folder for each data set");
        }
        try (Stream<Path> folders = Files.list(data)) {
            List<String> names = folders.filter(folder -> Files.isDirectory(folder.resolve("split-0")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new UserException("--data is " + data
                        + ", where no folder contains a split-0; it must contain SET/split-K/train.csv and test.csv");
            }
            return names;
        }
    }

    private static UciSet find(Path data, String name, int maxSplits) {
        Path set = data.resolve(name);
        List<Path> splits = new ArrayList<>();
        for (int split = 0; split < maxSplits && Files.isDirectory(set.resolve("split-" + split)); split++) {
            splits.add(set.resolve("split-" + split));
        }
        if (splits.isEmpty()) {
            throw new UserException(
                    "the data set " + set + " has no folder split-0; it must have split-0, split-1 ...");
        }
        for (Path split : splits) {
            for (String file : List.of("train.csv", "test.csv")) {
                if (!Files.isRegularFile(split.resolve(file))) {
                    throw new UserException(split + " has no " + file + "; it must have train.csv and test.csv");
                }
            }
        }
        return new UciSet(name, List.copyOf(splits));
    }
}
