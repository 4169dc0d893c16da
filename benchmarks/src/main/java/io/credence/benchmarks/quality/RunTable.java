package io.credence.benchmarks.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of the runs on one data set: a line for each run on standard error, then their means with standard errors
 * and published figures. Each run, and the means, are one JSON object on standard output.
 */
final class RunTable {
    private static final List<String> REGRESSION =
            List.of("rmse", "crps", "nll", "gaussianNll", "coverage90", "intervalWidth95");
    private static final List<String> CLASSIFICATION = List.of("nll", "accuracy", "ece");
    private static final String CELL = " %16s";

    private final String bench;
    private final String set;
    private final List<String> columns = new ArrayList<>();
    private final List<TrainedRun> runs = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param bench the name of the benchmark
     * @param set the name of the data set
     * @param task {@code regression} or {@code classification}
     */
    RunTable(String bench, String set, String task) {
        this.bench = bench;
        this.set = set;
        columns.addAll(task.equals("regression") ? REGRESSION : CLASSIFICATION);
        columns.add("trainSeconds");
        columns.add("seconds");
        line("", columns);
    }

    /** Adds a run and prints its line. */
    void add(String name, TrainedRun run) throws JsonProcessingException {
        runs.add(run);
        line(
                name,
                columns.stream()
                        .map(column ->
                                String.format(Locale.ROOT, "%.4f", run.metrics().get(column)))
                        .toList());
        ObjectNode node = json.createObjectNode();
        node.put("bench", bench).put("set", set).put("run", name);
        run.metrics().forEach(node::put);
        System.out.println(json.writeValueAsString(node));
    }

    /** Prints the means and the published figures. */
    void finish(List<String> published) throws JsonProcessingException {
        List<String> cells = new ArrayList<>();
        ObjectNode node = json.createObjectNode();
        node.put("bench", bench).put("set", set).put("run", "mean").put("runs", runs.size());
        for (String column : columns) {
            MeanWithError mean = MeanWithError.of(
                    runs.stream().mapToDouble(run -> run.metrics().get(column)).toArray());
            cells.add(mean.toString());
            node.put(column, mean.mean()).put(column + "StandardError", mean.standardError());
        }
        line("mean", cells);
        published.forEach(figures -> System.err.println("  published " + figures));
        System.out.println(json.writeValueAsString(node));
    }

    private void line(String name, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format("%-22s", (set + " " + name).strip()));
        cells.forEach(cell -> line.append(String.format(CELL, cell)));
        System.err.println(line);
    }
}
