package io.credence.benchmarks.quality;

import io.credence.driver.UserException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A data set of numbers whose column {@code fold} assigns each row to a fold.
 *
 * @param name the name of the file without extensions
 * @param file a gzipped CSV file with a header
 */
record FoldSet(String name, Path file) {
    private static final String EXTENSION = ".csv.gz";
    private static final String FOLD = "fold";

    /**
     * Finds data sets.
     *
     * @param names the names of the data sets; empty: all, in alphabetical order
     * @throws UserException if a data set is missing, or there are none
     */
    static List<FoldSet> find(Path data, List<String> names) throws IOException {
        List<FoldSet> sets = new ArrayList<>();
        for (String name : names.isEmpty() ? namesIn(data) : names) {
            Path file = data.resolve(name + EXTENSION);
            if (!Files.isReadable(file)) {
                throw new UserException("--sets contains " + name + ", but " + file + " cannot be read; --sets must"
                        + " be names of the files " + data.resolve("*" + EXTENSION));
            }
            sets.add(new FoldSet(name, file));
        }
        return sets;
    }

    private static List<String> namesIn(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new UserException(
                    "--data is " + data + ", which is not a directory; it must contain files SET" + EXTENSION);
        }
        try (Stream<Path> files = Files.list(data)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new UserException("--data is " + data + ", which contains no file SET" + EXTENSION);
            }
            return names;
        }
    }

    /**
     * Writes the rows of one fold, and those of all others, without the column of folds.
     *
     * @param fold the value of the column in the rows for testing
     * @throws UserException if there is no such column, or one of the files would be empty
     */
    void write(String fold, Path train, Path test) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
                BufferedWriter trainRows = Files.newBufferedWriter(train);
                BufferedWriter testRows = Files.newBufferedWriter(test)) {
            String header = lines.readLine();
            int column =
                    header == null ? -1 : Arrays.asList(header.split(",", -1)).indexOf(FOLD);
            if (column < 0) {
                throw new UserException(file + " has no column " + FOLD + "; its header is " + header);
            }
            writeLine(trainRows, cells(header), column);
            writeLine(testRows, cells(header), column);
            long[] rows = new long[2];
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> cells = cells(line);
                boolean tests = cells.get(column).equals(fold);
                rows[tests ? 1 : 0]++;
                writeLine(tests ? testRows : trainRows, cells, column);
            }
            if (rows[0] == 0 || rows[1] == 0) {
                throw new UserException("fold " + fold + " of " + file + " has " + rows[1] + " rows, and the others "
                        + rows[0] + "; both must have at least one");
            }
        }
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(",", -1));
    }

    private static void writeLine(BufferedWriter to, List<String> cells, int without) throws IOException {
        to.write(IntStream.range(0, cells.size())
                .filter(i -> i != without)
                .mapToObj(cells::get)
                .collect(Collectors.joining(",")));
        to.newLine();
    }
}
