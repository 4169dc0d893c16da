package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.credence.driver.config.Configuration;
import io.credence.driver.config.ConfigurationReader;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the weights of small training runs with SHA-256 hashes recorded when training began to hide cells.
 *
 * <p>A difference means that the same data and configuration now train a different model. If all runs differ, suspect
 * what they share, such as the encoding, the seeds or the matrix product. If only some differ, suspect what they alone
 * use. Typical causes are a new order of floating-point operations, another number of draws from a random stream, and
 * an enum constant that moved, because seeds depend on ordinals.
 *
 * <p>If the change is intended, replace each hash with the one that the failed assertion prints, replace the commit
 * above, and give the reason in the commit message.
 */
@SparkTest
class RecordedBitsTest {
    private static final String CARS = "auto-mpg";
    private static final String PENGUINS = "penguins";

    @TempDir
    private Path directory;

    static Stream<Arguments> trainings() {
        return Stream.of(
                training("regression", CARS, "e92778a9f05301559668505cabfb9980f69c494d812a5b62b53c1b7ff1e54a21"),
                training(
                        "replicas that share batch statistics",
                        PENGUINS,
                        "6baa8aa28c6566f2a52348d645cb3675ced5420f3372abd073105caf9a4a57ae",
                        "training.replicas=4",
                        "network={hidden: [24, 24], activation: tanh, normalization: synchronized-batch}",
                        "training.loss={name: focal, gamma: 1.5, alpha: [0.5, 1.0, 0.7]}",
                        "training.optimizer={name: sgd, momentum: 0.9, nesterov: true, weightDecay: 0.001}",
                        "training.schedule={name: step, every: 0.3}",
                        "training.gradientClip=1.0"),
                training(
                        "replicas with dropout and residual layers",
                        CARS,
                        "e6c56252784222a1ddd5fe6569574eacb3b994dd4c8292c93d1b999689473b5b",
                        "training.replicas=4",
                        "network={hidden: [8, 8], activation: silu, normalization: layer, residual: true}",
                        "network.dropout=0.2",
                        "training.loss={name: gaussian-nll, beta: 0.5}",
                        "training.optimizer={name: adam, weightDecay: 0.001}",
                        "training.schedule={name: linear, warmup: 0.1}",
                        "training.weightAveraging=0.9"),
                training(
                        "replicas that average weights",
                        PENGUINS,
                        "46c0b72bc55b093438f574e12a542f26212343444685160ad4a0dde382adee97",
                        "training.replicas=4",
                        "training.localSteps=4",
                        "network={hidden: [24], activation: leaky-relu, normalization: batch}",
                        "training.loss={name: cross-entropy, labelSmoothing: 0.1}",
                        "training.optimizer={name: amsgrad}",
                        "training.schedule={name: constant, warmup: 5}"),
                training(
                        "adversarial rows and folds",
                        CARS,
                        "e3cb46aac2523980687aa5f9b394c21514f31a022c6611b0fd5e4541174a5356",
                        "data.split={folds: 2}",
                        "training.adversarial={epsilon: 0.02}",
                        "network={hidden: [24], activation: gelu, normalization: rms, initialization: xavier-uniform}",
                        "training.loss={name: mse}",
                        "training.earlyStopping={patience: 1}"),
                training(
                        "piecewise-linear embeddings of numbers and adversarial rows",
                        CARS,
                        "3977be3f5470e5992765cfb82eb4a7558030a3542fab0a10360357de47295276",
                        "data.scaling=quantile",
                        "training.replicas=2",
                        "training.adversarial={epsilon: 0.02}",
                        "network.numericEmbedding={name: piecewise-linear, bins: 20, dimensions: 6}"),
                training(
                        "periodic embeddings of numbers",
                        PENGUINS,
                        "5cc901f49349e7f3714471943b44e505e7c2665d7ada4e77ea5a8741615a03f5",
                        "data.oneHotCategories=2",
                        "network.numericEmbedding={name: periodic}"),
                training(
                        "convolutions over encoded columns",
                        PENGUINS,
                        "e6a8ca1bb9817f3f968ea4551465aa744bcf6d098ff5e5edf83206979e114576",
                        "ensemble.method=mc-dropout",
                        "network={image: {height: 2, width: 5}, activation: elu, dropout: 0.1}",
                        "network.convolutions=[{channels: 6, pool: 2}, {channels: 4, kernel: 1, pool: 1}]"),
                training(
                        "variational layers with a Gaussian prior",
                        CARS,
                        "33deb7ea668fe6ff5df0782bced963e49b5ac9dd192c6dba7f55fc04ed520a5a",
                        "ensemble.method=bayes-by-backprop",
                        "network={hidden: [16], activation: sigmoid, initialization: he-normal}"),
                training(
                        "category embeddings with a scale mixture prior",
                        PENGUINS,
                        "929903fb093cb008d35052a568f9fc202c0d195cf730fec805bdf3657cd4b343",
                        "data.oneHotCategories=2",
                        "ensemble={method: bayes-by-backprop, prior: {name: scale-mixture, narrow: 0.01}}",
                        "network.activation=softplus"),
                training(
                        "pairs of rows",
                        PENGUINS,
                        "9aba631892ff028db0778dcda7e5caf28426d2bd6151826d324abc2bdd2a6bd9",
                        "task=embedding",
                        "ensemble.members=1",
                        "training.loss={name: contrastive}"),
                training(
                        "triplets of rows",
                        PENGUINS,
                        "7e344b779ec3f6e633c6789626d44e57148a5e4cc2b3381d71d0e3b06dc64d80",
                        "task=embedding",
                        "ensemble.members=1",
                        "training.loss={name: triplet}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trainings")
    void trainedWeights_haveTheRecordedHash(
            String name, String example, String hash, List<String> settings, SparkSession spark) throws Exception {
        new TrainJob(spark).run(configuration(example, settings), new TrainOptions(false));

        assertThat(sha256(directory.resolve("model/weights.safetensors"))).isEqualTo(hash);
    }

    private static Arguments training(String name, String example, String hash, String... settings) {
        return arguments(name, example, hash, Arrays.asList(settings));
    }

    private Configuration configuration(String example, List<String> settings) throws IOException {
        Path file = Path.of("../conf", example + ".yaml");
        List<String> all = new ArrayList<>(List.of(
                "data.input=../conf/data/" + example + ".csv",
                "ensemble.members=2",
                "training.epochs=3",
                "output=" + directory));
        all.addAll(settings);
        return ConfigurationReader.parse(file.toString(), Files.readString(file), all);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
