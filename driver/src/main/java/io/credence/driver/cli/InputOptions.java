package io.credence.driver.cli;

import io.credence.driver.config.Format;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options of every command that reads rows with a model. */
final class InputOptions {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The directory that holds the model.")
    String model;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "URI",
            description = "The rows, at any path or URI that Spark reads.")
    String input;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, parquet, orc, json or libsvm; what the input's extension says if left out.")
    Format format;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of Spark's reader, such as header=true. May be repeated.")
    Map<String, String> options = new TreeMap<>();
}
