package io.credence.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.specification.CheckpointSpec;
import io.credence.ensemble.specification.Task;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.simd.elementwise.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String MINIMAL = """
            data:
              input: cars.csv
              label: mpg
            task: regression
            output: runs/cars
            """;

    private static Configuration with(String... assignments) {
        List<String> all = new ArrayList<>(List.of("training.preset=none"));
        all.addAll(List.of(assignments));
        return ConfigurationReader.parse("x.yaml", MINIMAL, all);
    }

    private static String messageOf(String text, String... assignments) {
        try {
            return ConfigurationReader.parse("x.yaml", text, List.of(assignments))
                    .toString();
        } catch (ConfigurationException e) {
            return e.getMessage();
        }
    }

    @Test
    void parse_minimalConfiguration_fillsInEveryDefault() {
        Configuration c = with();

        assertThat(c.data().fileFormat()).isEqualTo(Format.CSV);
        assertThat(c.data().split()).isEqualTo(new SplitSpec(0.1, 0.1, 1L, null));
        assertThat(c.data().scaling()).isEqualTo(Scaling.AUTO);
        assertThat(c.network().hidden()).containsExactly(50);
        assertThat(c.ensemble().method()).isEqualTo(Posterior.Method.DEEP_ENSEMBLE);
        assertThat(c.training().loss()).isInstanceOf(Loss.GaussianNll.class);
        assertThat(c.training().optimizer()).isInstanceOf(Optimizer.AdamW.class);
    }

    @Test
    void parse_configurationWithEveryKey_isAccepted() {
        Configuration c = ConfigurationReader.parse("x.yaml", """
                data:
                  input: hdfs://name:9000/cars
                  test: s3a://bucket/test
                  format: parquet
                  options: {header: true, sep: ";", quote: "", rows: 3}
                  label: class
                  features: [a, b]
                  split: {validation: 0.2, test: 0.0, seed: 7}
                task: classification
                network:
                  hidden: [64, 64]
                  activation: leaky-relu
                  normalization: rms
                  residual: true
                  dropout: 0.1
                  initialization: auto
                ensemble: {method: mc-dropout-ensemble, members: 3, samples: 20, seed: 2}
                training:
                  preset: none
                  loss: {name: focal, gamma: 1.5}
                  optimizer: {name: sgd, learningRate: 1e-2, momentum: 0.9, nesterov: true}
                  schedule: {name: step, warmup: 100, every: 0.3}
                  epochs: 5
                  batchSize: 64
                  replicas: 4
                  localSteps: 1
                  gradientClip: 1
                  earlyStopping: {patience: 3}
                  checkpoint: {everySeconds: 30, everyEpochs: 2}
                calibration: {method: temperature}
                output: runs/x
                """, List.of());

        assertThat(c.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(c.data().options())
                .containsEntry("header", "true")
                .containsEntry("sep", ";")
                .containsEntry("quote", "")
                .containsEntry("rows", "3");
        assertThat(c.network().activation()).isEqualTo(Activation.LEAKY_RELU);
        assertThat(c.training().optimizer()).isEqualTo(new Optimizer.Sgd(0.01, 0.9, true, 0.0));
        assertThat(c.training().gradientClip()).isEqualTo(1.0);
        assertThat(c.training().earlyStopping().patience()).isEqualTo(3);
        assertThat(c.training().checkpoint()).isEqualTo(new CheckpointSpec(30.0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto-mpg", "penguins", "uci-regression", "mnist", "mnist-convolutional"})
    void read_shippedConfiguration_isValid(String name) {
        Configuration c = new ConfigurationReader(new org.apache.hadoop.conf.Configuration(false))
                .read("../conf/" + name + ".yaml", List.of());

        assertThat(c.output()).isEqualTo("runs/" + name);
    }

    @Test
    void toYaml_readBack_equalsTheConfiguration() {
        Configuration c = with(
                "data.label=true",
                "data.features=['1e-3', 'no', \"a: b\", '#', 'two\nlines', ' ', ü]".replace("' ', ", ""),
                "data.options={sep: '\t', nullValue: '', header: true}",
                "training.optimizer={name: amsgrad, epsilon: 1e-10}",
                "training.earlyStopping.patience=4",
                "network.hidden=[]");

        assertThat(ConfigurationReader.parse("written", c.toYaml(), List.of())).isEqualTo(c);
        assertThat(c.toYaml()).contains("epochs: 40");
    }

    @Test
    void set_pathBelowNull_createsTheMissingMaps() {
        assertThat(with("training.earlyStopping.patience=3")
                        .training()
                        .earlyStopping()
                        .patience())
                .isEqualTo(3);
    }

    @Test
    void set_folds_replaceTheValidationSplit() {
        Configuration c = with("data.split={folds: 5}", "training.earlyStopping.patience=3");

        assertThat(c.data().split().validation()).isZero();
        assertThat(c.data().hasValidationRows()).isTrue();
    }

    @Test
    void set_null_restoresTheDefault() {
        assertThat(with("training.epochs=3", "training.epochs=null").training().epochs())
                .isEqualTo(40);
        assertThat(with("training.epochs=3", "training.epochs=").training().epochs())
                .isEqualTo(40);
    }

    @Test
    void set_map_replacesTheWholeSection() {
        Configuration c = with("training={epochs: 3, loss: {name: mse}}", "training={preset: none, epochs: 4}");

        assertThat(c.training().epochs()).isEqualTo(4);
        assertThat(c.training().loss()).isInstanceOf(Loss.GaussianNll.class);
    }

    @Test
    void set_valueWithEqualsColonsAndDots_isKeptWhole() {
        assertThat(with("data.input=hdfs://name:9000/a=b/c.csv").data().input())
                .isEqualTo("hdfs://name:9000/a=b/c.csv");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    training.epochs=0            | training.epochs from --set training.epochs=0 is 0; it must be at \
                    least 1
                    training.epochs=many         | training.epochs from --set training.epochs=many is "many"; it must \
                    be an integer below 2147483648
                    training.epochs=4.5          | training.epochs from --set training.epochs=4.5 is 4.5; it must be \
                    an integer below 2147483648
                    training.epochs=99999999999  | training.epochs from --set training.epochs=99999999999 is \
                    99999999999; it must be an integer below 2147483648
                    training.epochs=[1]          | training.epochs from --set training.epochs=[1] is [1]; it must be \
                    an integer below 2147483648
                    training.epoch=3             | training.epoch from --set training.epoch=3 is not a setting; it \
                    must be one of adversarial, batchSize, budget, checkpoint, earlyStopping, epochs, gradientClip, \
                    localSteps, loss, masking, optimizer, replicas, schedule, weightAveraging; did you mean epochs?
                    training.batch_size=3        | training.batch_size from --set training.batch_size=3 is not a \
                    setting; it must be one of adversarial, batchSize, budget, checkpoint, earlyStopping, epochs, \
                    gradientClip, localSteps, loss, masking, optimizer, replicas, schedule, weightAveraging; did you \
                    mean batchSize?
                    zebra=3                      | zebra from --set zebra=3 is not a setting; it must be one of \
                    calibration, data, ensemble, network, output, task, training
                    trainin.epochs=3             | trainin from --set trainin.epochs=3 is not a setting; it must be \
                    one of calibration, data, ensemble, network, output, task, training; did you mean training?
                    training.preset=none; training.replicas=3 | training.replicas from --set \
                    training.replicas=3 is 3; it must be a power of two that divides the batch size, which is 100
                    network.residual=yes         | network.residual from --set network.residual=yes is "yes"; it must \
                    be true or false
                    network.dropout=1            | network.dropout from --set network.dropout=1 is 1.0; it must be at \
                    least 0 and below 1
                    network.dropout=.nan         | network.dropout from --set network.dropout=.nan is ".nan"; it must \
                    be a finite number
                    network.hidden=[8, -1]       | network.hidden from --set network.hidden=[8, -1] is [8, -1]; it \
                    must be a list of widths of at least 1
                    network.hidden=[8, x]        | network.hidden[1] from --set network.hidden=[8, x] is "x"; it must \
                    be an integer below 2147483648
                    network.hidden=50            | network.hidden from --set network.hidden=50 is 50; it must be a list
                    task=guessing                | task from --set task=guessing is "guessing"; it must be one of \
                    regression, classification, embedding
                    network.convolutions=[{channels: 4}] | network.image in x.yaml is missing; it must be the shape of \
                    the features if there are convolutions, such as {height: 28, width: 28}
                    network={image: {height: 8, width: 0}} | network.image.width from --set network={image: {height: \
                    8, width: 0}} is 0; it must be at least 1
                    network={image: {height: 65536, width: 32768}} | network.image.height from --set network={image: \
                    {height: 65536, width: 32768}} is 65536; it must be small enough that the image has fewer than \
                    2147483648 values; width is 32768
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4, padding: 3}] | \
                    network.convolutions[0].padding from --set network.convolutions=[{channels: 4, padding: 3}] is 3; \
                    it must be at least 0 and below the kernel, which is 3
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4, pool: 2}, {channels: 4, \
                    kernel: 5, padding: 0}] | network.convolutions[1].kernel from --set \
                    network.convolutions=[{channels: 4, pool: 2}, {channels: 4, kernel: 5, padding: 0}] is 5; it must \
                    be at most 4, because its input has 4 x 4 pixels
                    network.image={height: 8, width: 2}; network.convolutions=[{channels: 4, kernel: 5, padding: 1}] | \
                    network.convolutions[0].kernel from --set network.convolutions=[{channels: 4, kernel: 5, padding: \
                    1}] is 5; it must be at most 4, because its input has 8 x 2 pixels with a padding of 1
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4, stride: 2, pool: 5}] | \
                    network.convolutions[0].pool from --set network.convolutions=[{channels: 4, stride: 2, pool: 5}] \
                    is 5; it must be at most 4, because the convolution's output has 4 x 4 pixels
                    network.image={height: 8192, width: 8192}; network.convolutions=[{channels: 64}] | \
                    network.convolutions[0].channels from --set network.convolutions=[{channels: 64}] is 64; it must \
                    be small enough that 8192 x 8192 pixels have fewer than 2147483648 values
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4, kernel: 100000}] | \
                    network.convolutions[0].kernel from --set network.convolutions=[{channels: 4, kernel: 100000}] is \
                    100000; it must be small enough that its patches of kernel x kernel x 1 values at 9 x 9 positions \
                    have fewer than 2147483648 values
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4, kernel: 2000000000}] | \
                    network.convolutions[0].kernel from --set network.convolutions=[{channels: 4, kernel: 2000000000}] \
                    is 2000000000; it must be small enough that its patches of kernel x kernel x 1 values at 9 x 9 \
                    positions have fewer than 2147483648 values
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4, kernel: 2147483647, \
                    padding: 2147483646}] | network.convolutions[0].channels from --set \
                    network.convolutions=[{channels: 4, kernel: 2147483647, padding: 2147483646}] is 4; it must be \
                    small enough that 2147483654 x 2147483654 pixels have fewer than 2147483648 values
                    network.image={height: 8, width: 8}; network.convolutions=[{channels: 4000, kernel: 1000}] | \
                    network.convolutions[0].channels from --set network.convolutions=[{channels: 4000, kernel: 1000}] \
                    is 4000; it must be small enough that the weights of all kernels of 1000 x 1000 x 1 have fewer \
                    than 2147483648 values
                    network.embedding=0          | network.embedding from --set network.embedding=0 is 0; it must be \
                    at least 1
                    task=null                    | task from --set task=null is null; it must be regression, \
                    classification or embedding
                    data=null                    | data from --set data=null is null; it must be a map with at least \
                    input and label
                    data.label=null              | data.label from --set data.label=null is null; it must be the name \
                    of the column to predict
                    data.input=''                | data.input from --set data.input='' is ""; it must be the path or \
                    URI of the rows to train on
                    data.input=rows              | data.format in x.yaml, line 1, is missing; it must be one of csv, \
                    parquet, orc, json, libsvm when the extension of rows names none of them
                    data.features=[a, a]         | data.features[1] from --set data.features=[a, a] is a; it must be \
                    different from the label and from the features before it
                    data.features=[mpg]          | data.features[0] from --set data.features=[mpg] is mpg; it must be \
                    different from the label and from the features before it
                    data.features=[]             | data.features from --set data.features=[] is []; it must be at \
                    least one column, or null for all but the label
                    data.split.validation=0.95   | data.split.test in x.yaml, line 1, is 0.1; it must be below 1 - \
                    validation, and validation is 0.95, so that rows are left to train on
                    data.split={folds: 1}        | data.split.folds from --set data.split={folds: 1} is 1; it must be \
                    from 2 to 100, or null for none
                    data.split={folds: 5, validation: 0.1} | data.split.validation from --set data.split={folds: 5, \
                    validation: 0.1} is 0.1; it must be 0 when folds is set, and folds is 5: each member validates on \
                    its own fold
                    training.preset=none; data.split={folds: 6} | data.split.folds from --set \
                    data.split={folds: 6} is 6; it must be at most the number of networks, which is 5, so that at \
                    least one of them holds out every fold
                    output=' '                   | output from --set output=' ' is null; it must be a directory for \
                    the model and the report
                    training.loss.name=focal     | training.loss.name from --set training.loss.name=focal is focal; \
                    it must be one of gaussian-mixture-nll, gaussian-nll, log-normal-nll, mse, negative-binomial-nll, \
                    poisson-nll, quantile, student-t-nll when task is regression
                    training.loss.name=binary-cross-entropy | training.loss.name from --set \
                    training.loss.name=binary-cross-entropy is binary-cross-entropy; it must be one of \
                    gaussian-mixture-nll, gaussian-nll, log-normal-nll, mse, negative-binomial-nll, poisson-nll, \
                    quantile, student-t-nll when task is regression
                    training.loss.name=hinge     | training.loss.name from --set training.loss.name=hinge is "hinge"; \
                    it must be one of binary-cross-entropy, contrastive, cross-entropy, focal, gaussian-mixture-nll, \
                    gaussian-nll, log-normal-nll, mse, negative-binomial-nll, poisson-nll, quantile, student-t-nll, \
                    triplet
                    training.loss={name: gaussian-nll, labelSmoothing: 0.1} | training.loss.labelSmoothing from --set \
                    training.loss={name: gaussian-nll, labelSmoothing: 0.1} is not a setting; it must be one of beta, \
                    varianceFloor
                    training.loss=mse            | training.loss from --set training.loss=mse is "mse"; it must be an \
                    object with name, one of binary-cross-entropy, contrastive, cross-entropy, focal, \
                    gaussian-mixture-nll, gaussian-nll, log-normal-nll, mse, negative-binomial-nll, poisson-nll, \
                    quantile, student-t-nll, triplet
                    ensemble.method=mc-dropout   | network.dropout in x.yaml is 0.0; it must be above 0 if \
                    ensemble.method is mc-dropout, because otherwise all passes are the same
                    network={hidden: [], dropout: 0.1}; ensemble.method=mc-dropout | network.hidden from --set \
                    network={hidden: [], dropout: 0.1} is []; it must be at least one layer if ensemble.method is \
                    mc-dropout, because otherwise there are no units to drop
                    calibration.method=temperature | calibration.method from --set calibration.method=temperature is \
                    temperature; it must be auto, none or variance-scale when task is regression
                    task=classification; calibration.conformal.score=quantile | calibration.conformal.score from \
                    --set calibration.conformal.score=quantile is quantile; it must be least-ambiguous or adaptive \
                    when task is classification
                    training.loss={name: poisson-nll}; calibration.method=variance-scale | calibration.method from \
                    --set calibration.method=variance-scale is variance-scale; it must be auto or none when \
                    training.loss.name is poisson-nll
                    training.loss={name: student-t-nll, degrees: 2} | training.loss.degrees from --set \
                    training.loss={name: student-t-nll, degrees: 2} is 2.0; it must be above 2, so that the variance \
                    is finite, or null to learn them
                    training.loss={name: gaussian-mixture-nll, components: 0} | training.loss.components from --set \
                    training.loss={name: gaussian-mixture-nll, components: 0} is 0; it must be an integer from 1 to 100
                    training.loss={name: quantile, levels: [0.5, 0.5]} | training.loss.levels from --set \
                    training.loss={name: quantile, levels: [0.5, 0.5]} is [0.5, 0.5]; it must be at least two \
                    ascending numbers strictly between 0 and 1
                    training.weightAveraging=1   | training.weightAveraging from --set training.weightAveraging=1 is \
                    1.0; it must be strictly between 0 and 1, or null for none
                    ensemble.method=bayes-by-backprop; training.loss={name: gaussian-nll, beta: 0.5} | \
                    training.loss.beta from --set training.loss={name: gaussian-nll, beta: 0.5} is 0.5; it must be 0 \
                    if ensemble.method is bayes-by-backprop, because the evidence lower bound is defined by the \
                    likelihood of the rows themselves
                    ensemble.method=bayes-by-backprop; task=classification; training.loss={name: cross-entropy, \
                    labelSmoothing: 0.1} | training.loss.labelSmoothing from --set training.loss={name: cross-entropy, \
                    labelSmoothing: 0.1} is 0.1; it must be 0 if ensemble.method is bayes-by-backprop, because the \
                    evidence lower bound is defined by the likelihood of the rows themselves
                    ensemble.method=bayes-by-backprop; task=classification; training.loss={name: binary-cross-entropy, \
                    labelSmoothing: 0.1} | training.loss.labelSmoothing from --set training.loss={name: \
                    binary-cross-entropy, labelSmoothing: 0.1} is 0.1; it must be 0 if ensemble.method is \
                    bayes-by-backprop, because the evidence lower bound is defined by the likelihood of the rows \
                    themselves
                    ensemble.method=bayes-by-backprop; training.loss={name: mse} | training.loss.name from --set \
                    training.loss={name: mse} is mse; it must be a likelihood (a name that ends in -nll, \
                    cross-entropy or binary-cross-entropy) if ensemble.method is bayes-by-backprop
                    ensemble.method=bayes-by-backprop; training.adversarial={epsilon: 0.1} | \
                    training.adversarial.epsilon from --set training.adversarial={epsilon: 0.1} is 0.1; it must be \
                    left out, and training.adversarial null, if ensemble.method is bayes-by-backprop, because the \
                    evidence lower bound is defined by the likelihood of the rows themselves
                    ensemble.prior={name: gaussian, deviation: 1e-20} | ensemble.prior.deviation from --set \
                    ensemble.prior={name: gaussian, deviation: 1e-20} is 1.0E-20; it must be at least 1.0E-15 and at \
                    most 1.0E15
                    network.dropout=0.99999999   | network.dropout from --set network.dropout=0.99999999 is \
                    0.99999999; it must be at least 0 and below 1, also when rounded to single precision
                    training.epochs              | --set training.epochs has no value; it must be key=value, such as \
                    training.epochs=10
                    =3                           | --set =3 has no key; it must be key=value, such as training.epochs=10
                    training..epochs=3           | --set training..epochs=3 has no key; it must be key=value, such as \
                    training.epochs=10
                    task.name=3                  | task in x.yaml, line 4, is "regression"; it must be a map of \
                    settings for --set task.name=3
                    training.epochs={a: 1, a: 2} | a in --set training.epochs={a: 1, a: 2}, line 1, is set twice; it \
                    must be set once
                    data.label=a: b              | --set data.label=a: b is parsed as {"a":"b"}; the value must be a \
                    scalar, [a, list] or {a: map}, or quoted
                    """)
    void set_invalidValue_namesTheKeyLocationValueAndAllowedValues(String assignments, String message) {
        assertThat(messageOf(MINIMAL, assignments.split("; "))).isEqualTo(message);
    }

    static Stream<List<String>> invalidFiles() {
        return Stream.of(
                List.of("", "x.yaml is empty; it must be a map of settings such as task: regression"),
                List.of("- a\n", "x.yaml contains [\"a\"]; it must be a map of settings such as task: regression"),
                List.of(
                        MINIMAL + "training:\n  epochs: 0\n",
                        "training.epochs in x.yaml, line 7, is 0; it must be at least 1"),
                List.of(MINIMAL + "task: regression\n", "task in x.yaml, line 6, is set twice; it must be set once"),
                List.of(
                        MINIMAL + "network: {normalization: synchronized-batch}\ntraining: {localSteps: 4}\n",
                        "training.localSteps in x.yaml, line 7, is 4; it must be 1 when network.normalization is"
                                + " synchronized-batch, because replicas that step independently share no batch"),
                List.of(
                        MINIMAL + "network: {normalization: synchronized-batch}\ntraining: {batchSize: 1}\n",
                        "training.batchSize in x.yaml, line 7, is 1; it must be at least 2 rows when"
                                + " network.normalization is synchronized-batch"),
                List.of(
                        MINIMAL + "netwrok: {hidden: [3]}\n",
                        "netwrok in x.yaml, line 6, is not a setting; it must be one of calibration, data, ensemble,"
                                + " network, output, task, training; did you mean network?"),
                List.of(
                        MINIMAL + "training:\n\tepochs: 3\n",
                        "x.yaml, line 7, column 1, is not valid YAML: while scanning for the next token, found"
                                + " character '\\t(TAB)' that cannot start any token."
                                + " (Do not use \\t(TAB) for indentation)"),
                List.of(
                        MINIMAL + "network: {hidden: [3}\n",
                        "x.yaml, line 6, column 21, is not valid YAML: while parsing a flow sequence, expected ','"
                                + " or ']', but got }"),
                List.of(
                        MINIMAL + "network: !!java.net.URL [x]\n",
                        "x.yaml, line 6, column 10, is not valid YAML: Global tag is not allowed:"
                                + " tag:yaml.org,2002:java.net.URL"),
                List.of(
                        "data: {input: a.csv}\ntask: regression\noutput: x\n",
                        "data.label in x.yaml, line 1, is missing; it must be the name of the column to predict"),
                List.of(
                        MINIMAL.replace("output: runs/cars", ""),
                        "output in x.yaml is missing; it must be a directory for the model and the report"),
                List.of(
                        MINIMAL.replace("label: mpg", "label: mpg\n  split: {validation: 0}")
                                + "training: {earlyStopping: {patience: 2}}\n",
                        "data.split.validation in x.yaml, line 4, is 0.0; it must be above 0 when"
                                + " training.earlyStopping is set"));
    }

    @ParameterizedTest
    @MethodSource("invalidFiles")
    void parse_invalidFile_namesTheKeyLocationValueAndAllowedValues(List<String> textAndMessage) {
        assertThat(messageOf(textAndMessage.get(0))).isEqualTo(textAndMessage.get(1));
    }

    @Test
    void parse_aliasOfACollection_isRejected() {
        assertThat(messageOf(MINIMAL + "network: &n {hidden: [3]}\ntraining: *n\n"))
                .contains("is not valid YAML");
    }

    @Test
    void read_missingFile_isAUserError(@TempDir Path directory) {
        ConfigurationReader reader = new ConfigurationReader(new org.apache.hadoop.conf.Configuration(false));
        String path = directory.resolve("no.yaml").toString();

        assertThatThrownBy(() -> reader.read(path, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessage("the configuration " + path
                        + " cannot be read (no such file); it must be a readable YAML file");
    }

    @Test
    void read_uriOfAHadoopFileSystem_readsThroughHadoop(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("x.yaml"), MINIMAL);
        ConfigurationReader reader = new ConfigurationReader(new org.apache.hadoop.conf.Configuration());

        assertThat(reader.read(file.toUri().toString(), List.of("training.preset=none")))
                .isEqualTo(with());
        assertThatThrownBy(() -> reader.read(file.toUri() + "x", List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> reader.read("nosuch://host/x", List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nosuch");
    }
}
