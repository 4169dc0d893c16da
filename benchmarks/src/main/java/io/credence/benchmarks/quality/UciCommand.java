package io.credence.benchmarks.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credence.driver.cli.SparkSessions;
import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.monitor.CredencePlugin;
import io.credence.driver.train.TrainJob;
import io.credence.driver.train.TrainOptions;
import io.credence.ensemble.metric.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains one configuration on each split of the UCI data sets (Hernandez-Lobato and Adams 2015). Prints means and
 * standard errors over the splits next to published figures.
 */
@Command(
        name = "uci",
        description = "One configuration on the UCI regression data sets, compared with published figures.",
        mixinStandardHelpOptions = true)
public final class UciCommand implements Callable<Integer> {
    private static final List<String> METRICS = List.of("gaussianNll", "nll", "crps", "rmse");

    /**
     * Published figures: Gaussian NLL and RMSE of deep ensembles (Lakshminarayanan et al. 2017), of EasyUQ's ensemble
     * (Walz et al. 2024) and of tuned MC dropout (Mukhoti et al. 2018), and the best Gaussian NLL of any method.
     */
    private static final Map<String, String> PUBLISHED = Map.of(
            "concrete", "3.06, 6.03 | 3.08 | 2.93, 4.82 | 2.93",
            "energy", "1.38, 2.09 | 1.38 | 1.21, 0.54 | 0.60",
            "yacht", "1.18, 1.58 | 1.06 | 1.25, 0.67 | 0.20",
            "wine-quality-red", "0.94, 0.64 | 0.97 | 0.93, 0.62 | 0.91");

    @Option(
            names = "--config",
            defaultValue = "conf/uci-regression.yaml",
            description = "The configuration (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(
            names = "--data",
            defaultValue = "../shared/data/uci",
            description = "A directory with SET/split-K/{train,test}.csv (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--sets",
            split = ",",
            description = "Names of data sets, folders below --data (default: all with a split-0).")
    private List<String> sets = List.of();

    @Option(
            names = "--splits",
            defaultValue = "5",
            description = "The maximum number of splits of a data set (default: ${DEFAULT-VALUE}).")
    private int splits;

    @Option(names = "--set", description = "Overrides a setting, KEY=VALUE, as in credence train. May be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--tune", description = "Evaluates on a tenth of the training file; the test file is not read.")
    private boolean tune;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws IOException {
        List<UciSet> found = UciSet.find(data, sets, splits);
        Path work = Files.createTempDirectory("credence-uci-");
        System.err.printf(
                "%-18s %-16s %-16s %-16s %-16s  %s%n",
                "set",
                "gaussianNll",
                "nll",
                "crps",
                "rmse",
                "published gaussianNll, rmse: deep ensembles | EasyUQ | tuned MC dropout | best");
        try (SparkSession spark = SparkSessions.open("bench uci", CredencePlugin.Display.NONE)) {
            for (UciSet set : found) {
                List<Evaluation> evaluations = new ArrayList<>();
                long start = System.nanoTime();
                for (Path split : set.splits()) {
                    evaluations.add(train(spark, work.resolve(set.name()), split));
                }
                print(set.name(), evaluations, (System.nanoTime() - start) * 1e-9);
            }
        }
        return 0;
    }

    private Evaluation train(SparkSession spark, Path work, Path split) throws IOException {
        Path folder = split.toAbsolutePath();
        List<String> all = new ArrayList<>();
        all.add("data.input=" + folder.resolve("train.csv"));
        all.add(tune ? "data.test=null" : "data.test=" + folder.resolve("test.csv"));
        if (tune) {
            all.add("data.split.test=0.1");
        }
        all.add("output=" + work.resolve(folder.getFileName()));
        all.addAll(assignments);
        Configuration configuration = new ConfigurationReader(
                        spark.sparkContext().hadoopConfiguration())
                .read(config.toAbsolutePath().toString(), all);
        return new TrainJob(spark).run(configuration, new TrainOptions(true)).test();
    }

    private void print(String set, List<Evaluation> evaluations, double seconds) throws IOException {
        Map<String, MeanWithError> summaries = new LinkedHashMap<>();
        METRICS.forEach(metric -> summaries.put(metric, mean(evaluations, metric)));
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-18s ", set));
        summaries
                .values()
                .forEach(summary -> line.append(String.format(
                        Locale.ROOT,
                        "%-16s ",
                        String.format(Locale.ROOT, "%.3f ± %.3f", summary.mean(), summary.standardError()))));
        System.err.println(line + " " + PUBLISHED.getOrDefault(set, ""));
        ObjectNode node = json.createObjectNode();
        node.put("bench", "uci")
                .put("set", set)
                .put("splits", evaluations.size())
                .put("tune", tune);
        summaries.forEach((metric, summary) ->
                node.put(metric, summary.mean()).put(metric + "StandardError", summary.standardError()));
        node.put("seconds", seconds);
        System.out.println(json.writeValueAsString(node));
    }

    private static MeanWithError mean(List<Evaluation> evaluations, String metric) {
        return MeanWithError.of(evaluations.stream()
                .mapToDouble(evaluation -> evaluation.metrics().get(metric))
                .toArray());
    }
}
