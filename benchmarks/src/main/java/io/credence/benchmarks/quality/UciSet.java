package io.credence.benchmarks.quality;

import io.credence.driver.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data set that comes with its splits.
 *
 * @param name the folder's
 * @param splits the folders {@code split-0}, {@code split-1} ..., each with a {@code train.csv} and a {@code test.csv}
 */
record UciSet(String name, List<Path> splits) {
    /**
     * Finds sets.
     *
     * @param data the folder of their folders
     * @param names of the sets; empty: all, in alphabetical order
     * @param most how many splits of each are taken, at most
     * @throws UserException if one is not there or a split lacks a file
     */
    static List<UciSet> find(Path data, List<String> names, int most) throws IOException {
        if (most < 1) {
            throw new UserException("--splits is " + most + "; it must be at least 1");
        }
        List<UciSet> sets = new ArrayList<>();
        for (String name : names.isEmpty() ? namesIn(data) : names) {
            sets.add(find(data, name, most));
        }
        return sets;
    }

    private static List<String> namesIn(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new UserException("--data is " + data + ", which is no folder; it must hold one folder a set");
        }
        try (Stream<Path> folders = Files.list(data)) {
            List<String> names = folders.filter(folder -> Files.isDirectory(folder.resolve("split-0")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new UserException("--data is " + data
                        + ", where no folder holds a split-0; it must hold SET/split-K/train.csv and test.csv");
            }
            return names;
        }
    }

    private static UciSet find(Path data, String name, int most) {
        Path set = data.resolve(name);
        List<Path> splits = new ArrayList<>();
        for (int split = 0; split < most && Files.isDirectory(set.resolve("split-" + split)); split++) {
            splits.add(set.resolve("split-" + split));
        }
        if (splits.isEmpty()) {
            throw new UserException("the set " + set + " has no folder split-0; it must have split-0, split-1 ...");
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
