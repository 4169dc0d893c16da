package io.credence.benchmarks.quality;

import io.credence.driver.cli.SparkSessions;
import io.credence.driver.monitor.CredencePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains one configuration with several seeds on sets with predefined splits. Prints the figures of each seed, their
 * means with standard errors, and published ones.
 */
@Command(
        name = "splits",
        description = "One configuration on sets with a predefined split, compared with networks and trees.",
        mixinStandardHelpOptions = true)
public final class SplitsCommand implements Callable<Integer> {
    /**
     * Means over 15 seeds of tuned models (five networks: over three ensembles), from the stored reports of
     * yandex-research/tabm at 28e47ae (paper/exp).
     */
    private static final Map<String, List<String>> PUBLISHED = Map.of(
            "california",
                    published(
                            "five networks | with piecewise-linear embeddings | TabM | TabM-mini with embeddings",
                            "rmse .4880 | .4491 | .4414 | .4275 | .4294 | .4327 | .4352"),
            "adult",
                    published(
                            "five networks | with periodic embeddings | TabM | TabM-mini with embeddings",
                            "nll .3120 | .2829 | .3077 | .2828 | .2772 | .2796 | .2806",
                            "accuracy .8559 | .8704 | .8575 | .8700 | .8730 | .8720 | .8713"));

    @Option(
            names = "--data",
            defaultValue = "../shared/data/splits",
            description = "A directory with SET/{train,val,test}.csv.gz, whose last column is the label"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(names = "--sets", split = ",", description = "Names of data sets (default: all).")
    private List<String> sets = List.of();

    @Option(names = "--seeds", defaultValue = "1", description = "The number of seeds (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Mixin
    private TrainedRun.Options training = new TrainedRun.Options();

    private static List<String> published(String networks, String... figures) {
        List<String> lines = new ArrayList<>();
        lines.add(networks + " | CatBoost | XGBoost | LightGBM");
        lines.addAll(List.of(figures));
        return lines;
    }

    @Override
    public Integer call() throws IOException {
        List<SplitSet> found = SplitSet.find(data, sets);
        Path work = Files.createTempDirectory("credence-splits-");
        try (SparkSession spark = SparkSessions.open("bench splits", CredencePlugin.Display.NONE)) {
            for (SplitSet set : found) {
                RunTable table = new RunTable("splits", set.name(), set.task());
                for (int seed = 1; seed <= seeds; seed++) {
                    List<String> settings = new ArrayList<>(set.settings());
                    settings.add("ensemble.seed=" + seed);
                    table.add("seed " + seed, training.train(spark, work.resolve(set.name() + "-" + seed), settings));
                }
                table.finish(PUBLISHED.getOrDefault(set.name(), List.of()));
            }
        }
        return 0;
    }
}
