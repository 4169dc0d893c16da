package io.credence.benchmarks.quality;

import io.credence.driver.cli.SparkSessions;
import io.credence.driver.monitor.CredencePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains one configuration on regression sets with predefined folds: each fold is tested after training on all others.
 * Prints the figures of each fold, their means with standard errors, and those of tuned peers on the same folds.
 */
@Command(
        name = "folds",
        description = "One configuration on the folds of regression sets, compared with nine tuned peers.",
        mixinStandardHelpOptions = true)
public final class FoldsCommand implements Callable<Integer> {
    /**
     * The peers' means over folds 1 to 5, tuned on fold 0, from the stored runs of silaskoemen/diffgbm at 05f981c
     * (benchmarks/results/tuning/eval). Their CRPS is that of 200 samples, which is about 0.5 % above a closed form.
     */
    private static final Map<String, List<String>> PUBLISHED = Map.of(
            "california",
                    published(
                            ".2356 | .2387 | .2420 | .2230 | .2088 | .1971 | .2042 | .2056",
                            ".497 | .486 | .487 | .470 | .460 | .4375 | .4337 | .4332"),
            "concrete",
                    published(
                            "3.01 | 2.56 | 2.65 | 2.98 | 2.21 | 2.46 | 2.13 | 2.16",
                            "5.66 | 4.85 | 4.90 | 5.26 | 4.72 | 5.05 | 4.29 | 4.32"),
            "energy",
                    published(
                            ".627 | .283 | .224 | .326 | .236 | .252 | .215 | .204",
                            "1.505 | .556 | .438 | .788 | .533 | 1.159 | .430 | .406"),
            "wine",
                    published(
                            ".3633 | .3715 | .3713 | .3237 | .3216 | .3004 | .319 | .318",
                            ".659 | .674 | .672 | .665 | .647 | .635 | .600 | .598"),
            "yacht",
                    published(
                            ".557 | .420 | .350 | .507 | 1.09 | .438 | .284 | .283",
                            "1.35 | 1.06 | .80 | 1.32 | 3.98 | 1.69 | .82 | .74"));

    @Option(
            names = "--data",
            defaultValue = "../shared/data/folds",
            description =
                    "A directory with SET.csv.gz, with the label y and a column fold (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(names = "--sets", split = ",", description = "Names of data sets (default: all).")
    private List<String> sets = List.of();

    @Option(
            names = "--folds",
            split = ",",
            defaultValue = "1,2,3,4,5",
            description = "The folds to test (default: ${DEFAULT-VALUE}; 0 is for choosing a configuration).")
    private List<String> folds = List.of();

    @Mixin
    private TrainedRun.Options training = new TrainedRun.Options();

    private static List<String> published(String crps, String rmse) {
        String peers = "deep ensemble | CatBoost | NGBoost | iBUG | LightGBM quantiles | Treeffuser | DiffGBM score |"
                + " DiffGBM flow";
        return List.of(peers, "crps " + crps + " (of 200 samples: about 0.5 % too large)", "rmse " + rmse);
    }

    @Override
    public Integer call() throws IOException {
        List<FoldSet> found = FoldSet.find(data, sets);
        Path work = Files.createTempDirectory("credence-folds-");
        try (SparkSession spark = SparkSessions.open("bench folds", CredencePlugin.Display.NONE)) {
            for (FoldSet set : found) {
                RunTable table = new RunTable("folds", set.name(), "regression");
                for (String fold : folds) {
                    table.add(fold, train(spark, set, fold, work.resolve(set.name() + "-" + fold)));
                }
                table.finish(PUBLISHED.getOrDefault(set.name(), List.of()));
            }
        }
        return 0;
    }

    private TrainedRun train(SparkSession spark, FoldSet set, String fold, Path output) throws IOException {
        Files.createDirectories(output);
        Path train = output.resolve("train.csv");
        Path test = output.resolve("test.csv");
        set.write(fold, train, test);
        return training.train(
                spark,
                output.resolve("run"),
                List.of(
                        "data.input=" + train,
                        "data.test=" + test,
                        "data.options={header: true}",
                        "data.label=y",
                        "task=regression"));
    }
}
