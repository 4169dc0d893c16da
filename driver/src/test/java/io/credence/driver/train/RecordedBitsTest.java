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
 * Compares the weights of small training runs with SHA-256 hashes recorded at commit 05230c0.
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
                training("regression", CARS, "5dceee8865825f4396460d34817944bd3d4205941447c281ffeed5af7ceb0624"),
                training(
                        "replicas that share batch statistics",
                        PENGUINS,
                        "ceadbd50382353626a1f78f51c3d68d31da915c66e1661d89c7e84fb5e29f9cd",
                        "training.replicas=4",
                        "network={hidden: [24, 24], activation: tanh, normalization: synchronized-batch}",
                        "training.loss={name: focal, gamma: 1.5, alpha: [0.5, 1.0, 0.7]}",
                        "training.optimizer={name: sgd, momentum: 0.9, nesterov: true, weightDecay: 0.001}",
                        "training.schedule={name: step, every: 0.3}",
                        "training.gradientClip=1.0"),
                training(
                        "replicas with dropout and residual layers",
                        CARS,
                        "963b572abc357463425e832bc79f3c1b469694867525f6010cbfc5084f779fba",
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
                        "6a9a37761be11e7dd3d16d27c11ad565044801bfefa9fc4f255bf20c8ba7cfd6",
                        "training.replicas=4",
                        "training.localSteps=4",
                        "network={hidden: [24], activation: leaky-relu, normalization: batch}",
                        "training.loss={name: cross-entropy, labelSmoothing: 0.1}",
                        "training.optimizer={name: amsgrad}",
                        "training.schedule={name: constant, warmup: 5}"),
                training(
                        "adversarial rows and folds",
                        CARS,
                        "c0329a31c3631ea93780571f1bd8881ccbc2f306d0ab7243beaef74b978d6d4c",
                        "data.split={folds: 2}",
                        "training.adversarial={epsilon: 0.02}",
                        "network={hidden: [24], activation: gelu, normalization: rms, initialization: xavier-uniform}",
                        "training.loss={name: mse}",
                        "training.earlyStopping={patience: 1}"),
                training(
                        "convolutions over encoded columns",
                        PENGUINS,
                        "6814994d0eeb143a005c6d122412d5aaf4540a9c909bdc8372fde0e1f41599c4",
                        "ensemble.method=mc-dropout",
                        "network={image: {height: 2, width: 5}, activation: elu, dropout: 0.1}",
                        "network.convolutions=[{channels: 6, pool: 2}, {channels: 4, kernel: 1, pool: 1}]"),
                training(
                        "variational layers with a Gaussian prior",
                        CARS,
                        "acf48f9509a4691dfcd0f1342c043886305474958bcec0e0a57fac5f57b225f0",
                        "ensemble.method=bayes-by-backprop",
                        "network={hidden: [16], activation: sigmoid, initialization: he-normal}"),
                training(
                        "category embeddings with a scale mixture prior",
                        PENGUINS,
                        "d9e370ab5b7cd5116c4d6ecc557708d292b19a9a118fffdb89d732e7a974d63d",
                        "data.oneHotCategories=2",
                        "ensemble={method: bayes-by-backprop, prior: {name: scale-mixture, narrow: 0.01}}",
                        "network.activation=softplus"),
                training(
                        "pairs of rows",
                        PENGUINS,
                        "03abb57066dc00541a3db2934927a23c15604779e634cf15369d110262ca47da",
                        "task=embedding",
                        "ensemble.members=1",
                        "training.loss={name: contrastive}"),
                training(
                        "triplets of rows",
                        PENGUINS,
                        "e2cf8ae7377471c83aed82467e65701b2f68b9c41edd2ccbfee7e3a87a4ecf6a",
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
