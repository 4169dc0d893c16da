package io.credence.driver.cli;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.driver.config.LocatedConfiguration;
import io.credence.driver.train.TrainOptions;
import io.credence.driver.train.TrainResult;
import io.credence.kernels.InvalidSettingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        header = "Train, calibrate and evaluate an ensemble; write the model and its report.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  credence train conf/auto-mpg.yaml",
            "  credence train conf/auto-mpg.yaml --set ensemble.members=10 --set 'network.hidden=[64, 64]'"
                    + " --output runs/wide",
            "  credence train conf/auto-mpg.yaml --set training.earlyStopping.patience=5 --print-config"
        })
final class TrainCommand implements Callable<Integer> {
    private final JobRunner jobs;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIG",
            description =
                    "The configuration: a YAML file on any file system, such as conf/x.yaml or hdfs://host/x.yaml.")
    private String config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides a setting of the configuration by its dotted path; the value is YAML. May be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The directory for model/, report/ and work/; overrides output in the configuration.")
    private String output;

    @Option(names = "--overwrite", description = "Replaces an existing model in the output directory.")
    private boolean overwrite;

    @Option(names = "--print-config", description = "Prints the configuration with all defaults filled in, and exits.")
    private boolean printConfig;

    TrainCommand(JobRunner jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() throws IOException {
        LocatedConfiguration settings = readConfiguration();
        Configuration configuration = settings.configuration();
        if (printConfig) {
            spec.commandLine().getOut().print(configuration.toYaml());
            return 0;
        }
        TrainResult result = train(settings);
        ResultSummary.of(configuration, result).print(spec.commandLine().getOut());
        return 0;
    }

    private TrainResult train(LocatedConfiguration settings) throws IOException {
        try {
            return jobs.train(
                    settings.configuration(),
                    new TrainOptions(overwrite),
                    CredenceCommand.verbosity(spec.commandLine()));
        } catch (InvalidSettingException e) {
            throw settings.located(e);
        }
    }

    private LocatedConfiguration readConfiguration() {
        List<String> all = new ArrayList<>(assignments);
        if (output != null) {
            all.add("output='" + output.replace("'", "''") + "'");
        }
        return new ConfigurationReader(SparkHadoopUtil.get().conf()).readLocated(config, all);
    }
}
