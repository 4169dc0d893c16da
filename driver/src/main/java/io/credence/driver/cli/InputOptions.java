package io.credence.driver.cli;

import io.credence.driver.config.Format;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options shared by commands that apply a model to rows. */
final class InputOptions {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model directory.")
    String model;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "URI",
            description = "The input rows, at any path or URI that Spark reads.")
    String input;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The input format: csv, parquet, orc, json or libsvm (default: by file extension).")
    Format format;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option for Spark's reader, such as header=true. May be repeated.")
    Map<String, String> options = new TreeMap<>();
}
