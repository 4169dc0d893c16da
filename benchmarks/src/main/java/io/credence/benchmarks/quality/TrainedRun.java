package io.credence.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.credence.benchmarks.cluster.ReportedTiming;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/**
 * The figures of one run of {@code credence train} on its test rows.
 *
 * @param metrics the test metrics by name, with {@code seconds} of the whole run, from reading to the report, and
 *     {@code trainSeconds} of training alone
 */
record TrainedRun(SortedMap<String, Double> metrics) {
    /** The options of a command that trains: the user's own configuration, or one that names only the data. */
    static final class Options {
        @Option(
                names = "--config",
                description = "A configuration, whose input, label and task are replaced (default: only these three"
                        + " are set).")
        private Path config;

        @Option(names = "--set", description = "Overrides a setting, KEY=VALUE, as in credence train. May be repeated.")
        private List<String> assignments = new ArrayList<>();

        /**
         * Trains and evaluates.
         *
         * @param settings the assignments of input, label, task and output; the user's own come after them
         */
        TrainedRun train(SparkSession spark, Path output, List<String> settings) throws IOException {
            List<String> all = new ArrayList<>(settings);
            all.add("output=" + output);
            all.addAll(assignments);
            String text = config == null ? "{}" : Files.readString(config);
            String file = config == null ? "the benchmark" : config.toString();
            Configuration configuration = ConfigurationReader.parse(file, text, all);
            TrainResult result = new TrainJob(spark).run(configuration, new TrainOptions(true));
            JsonNode timing = ReportedTiming.of(output);
            SortedMap<String, Double> metrics = new TreeMap<>(result.test().metrics());
            metrics.put("trainSeconds", timing.path("trainSeconds").asDouble());
            metrics.put("seconds", result.seconds());
            return new TrainedRun(metrics);
        }
    }
}
