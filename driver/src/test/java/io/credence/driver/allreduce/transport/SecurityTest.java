package io.credence.driver.allreduce.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.TaskId;
import io.credence.ensemble.replica.BalancedTree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.TransportConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Option;

/** Spark's settings for authentication and encryption apply to the exchange of gradients. */
class SecurityTest {
    private static final int LENGTH = 1000;

    /** The length in bytes of the sequences that are searched for: long enough not to match by chance. */
    private static final int WINDOW = 16;

    /** The protection of the connections. */
    private enum Secrecy {
        NONE,
        AUTHENTICATED_ENCRYPTION,
        TLS
    }

    @ParameterizedTest
    @EnumSource
    void gradient_isReadableOnTheWireOnlyWithoutEncryption(Secrecy secrecy, @TempDir Path directory) throws Exception {
        SparkConf conf =
                switch (secrecy) {
                    case NONE -> LoopbackExecutors.conf();
                    case AUTHENTICATED_ENCRYPTION -> secured("a secret");
                    case TLS -> tls(directory);
                };
        boolean encrypted = secrecy != Secrecy.NONE;
        try (LoopbackExecutors executors = new LoopbackExecutors(2, conf);
                ForwardingProxy toFirst = new ForwardingProxy(executors.ports()[0]);
                ForwardingProxy toSecond = new ForwardingProxy(executors.ports()[1])) {
            float[] gradient = gradient();
            float[] expected = BalancedTree.sum(new float[][] {gradient, gradient});
            Set<String> windows = windows(bytes(gradient));
            windows.addAll(windows(bytes(expected)));
            int[] ports = {toFirst.port(), toSecond.port()};
            CompletableFuture.allOf(executors.start(2, 2, LoopbackExecutors.TIMEOUT, ports, (rank, exchange) -> {
                        float[] array = gradient();
                        exchange.sum(array, 0, LENGTH);
                        exchange.finish();
                        assertThat(array).isEqualTo(expected);
                    }))
                    .join();
            for (ForwardingProxy proxy : List.of(toFirst, toSecond)) {
                // Each task sends the other its array; both add.
                assertThat(proxy.captured()).hasSizeGreaterThan(LENGTH * Float.BYTES);
                assertThat(containsAny(proxy.captured(), windows)).isEqualTo(!encrypted);
            }
        }
    }

    @Test
    void client_withoutTheSecret_isRejected() throws Exception {
        SparkConf conf = secured("a secret");
        try (LoopbackExecutors executors = new LoopbackExecutors(1, conf)) {
            AllReduce task = new AllReduce(new TaskId("gang", 0), LoopbackExecutors.TIMEOUT, () -> {});
            executors.endpoint(0).register(task);
            int port = executors.ports()[0];
            ByteBuffer greeting = WireFormat.greeting(task.id(), 0);

            assertThatThrownBy(() -> greet(secured("a secret"), List.of(), port, greeting))
                    .isInstanceOf(Exception.class);
            assertThat(task.inbox(0).isOpen()).isFalse();

            SparkConf wrong = secured("a guess");
            assertThatThrownBy(() -> greet(wrong, List.of(bootstrap(wrong)), port, greeting))
                    .isInstanceOf(Exception.class);
            assertThat(task.inbox(0).isOpen()).isFalse();

            greet(conf, List.of(bootstrap(conf)), port, greeting);
            assertThat(task.inbox(0).isOpen()).isTrue();
        }
    }

    private static void greet(SparkConf conf, List<TransportClientBootstrap> bootstraps, int port, ByteBuffer greeting)
            throws Exception {
        try (TransportContext context = new TransportContext(transport(conf), new NoOpRpcHandler());
                TransportClientFactory clients = context.createClientFactory(bootstraps);
                TransportClient client = clients.createUnmanagedClient(LoopbackExecutors.LOOPBACK, port)) {
            client.sendRpcSync(greeting.duplicate(), 5000);
        }
    }

    private static TransportClientBootstrap bootstrap(SparkConf conf) {
        return new AuthClientBootstrap(transport(conf), conf.getAppId(), LoopbackExecutors.security(conf));
    }

    private static TransportConf transport(SparkConf conf) {
        return SparkTransportConf.fromSparkConf(conf, "credence", 1, Option.empty(), Option.empty());
    }

    private static SparkConf secured(String secret) {
        return LoopbackExecutors.conf()
                .set("spark.authenticate", "true")
                .set("spark.authenticate.secret", secret)
                .set("spark.network.crypto.enabled", "true")
                .set("spark.network.crypto.saslFallback", "false");
    }

    /** Returns TLS settings, with a key created as an administrator would. */
    private static SparkConf tls(Path directory) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        "password")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return LoopbackExecutors.conf()
                .set("spark.ssl.rpc.enabled", "true")
                .set("spark.ssl.rpc.keyStore", keys.toString())
                .set("spark.ssl.rpc.keyStoreType", "PKCS12")
                .set("spark.ssl.rpc.keyStorePassword", "password")
                .set("spark.ssl.rpc.keyPassword", "password")
                .set("spark.ssl.rpc.trustStore", keys.toString())
                .set("spark.ssl.rpc.trustStoreType", "PKCS12")
                .set("spark.ssl.rpc.trustStorePassword", "password");
    }

    private static float[] gradient() {
        Random random = new Random(1);
        float[] gradient = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            gradient[i] = (float) random.nextGaussian();
        }
        return gradient;
    }

    private static byte[] bytes(float[] array) {
        ByteBuffer bytes = ByteBuffer.allocate(array.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(array);
        return bytes.array();
    }

    /**
     * Returns all sequences of four values. However a gradient is divided into messages, some of them stay in one
     * piece.
     */
    private static Set<String> windows(byte[] bytes) {
        return IntStream.rangeClosed(0, bytes.length / Float.BYTES - WINDOW / Float.BYTES)
                .mapToObj(value -> window(bytes, value * Float.BYTES))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean containsAny(byte[] all, Set<String> windows) {
        return IntStream.rangeClosed(0, all.length - WINDOW).anyMatch(at -> windows.contains(window(all, at)));
    }

    private static String window(byte[] bytes, int at) {
        return new String(bytes, at, WINDOW, StandardCharsets.ISO_8859_1);
    }
}
