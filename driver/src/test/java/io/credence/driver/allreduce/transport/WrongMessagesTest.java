package io.credence.driver.allreduce.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.ChunkLayout;
import io.credence.driver.allreduce.TaskId;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;

/** A malformed message closes the connection on which it arrived, and has no other effect. */
class WrongMessagesTest {
    private static final TaskId UNCONNECTED = new TaskId("another gang", 0);

    private static LoopbackExecutors executors;
    private static TransportContext context;
    private static TransportClientFactory clients;

    @BeforeAll
    static void open() {
        executors = new LoopbackExecutors(2, LoopbackExecutors.conf());
        context = new TransportContext(
                SparkTransportConf.fromSparkConf(
                        LoopbackExecutors.conf(), "credence", 1, Option.empty(), Option.empty()),
                new NoOpRpcHandler());
        clients = context.createClientFactory();
    }

    @AfterAll
    static void close() {
        clients.close();
        context.close();
        executors.close();
    }

    static Stream<Arguments> messages() {
        Map<String, Supplier<ByteBuffer>> messages = Map.of(
                "an empty message", () -> ByteBuffer.allocate(0),
                "part of a header",
                        () -> WireFormat.allocate(8)
                                .putInt(WireFormat.PART)
                                .putInt(0)
                                .flip(),
                "an unknown kind", () -> message(9, 0, 0, 0),
                "more elements announced than sent", () -> message(WireFormat.PART, 1000, 0, 4),
                "fewer elements announced than sent", () -> message(WireFormat.PART, 1, 0, 8),
                "a negative count", () -> message(WireFormat.SUM, -1, 0, 0),
                "a count whose bytes overflow an int", () -> message(WireFormat.SUM, 1 << 30, 0, 0),
                "a negative chunk number", () -> message(WireFormat.SUM, 1, -5, 4),
                "more elements than the level allows",
                        () -> message(
                                WireFormat.PART, ChunkLayout.capacity(0) + 1, 0, 4 * (ChunkLayout.capacity(0) + 1)),
                "a string longer than the message", () -> message(WireFormat.END, 500, 0, 4));
        return messages.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void malformedMessage_onlyClosesItsConnection(String name, Supplier<ByteBuffer> message) {
        AllReduce task = new AllReduce(UNCONNECTED, LoopbackExecutors.TIMEOUT, () -> {});
        executors.endpoint(0).register(task);
        try {
            besideARunningGang(() -> {
                try (TransportClient client = connect()) {
                    client.sendRpcSync(WireFormat.greeting(UNCONNECTED, 0), 5000);
                    client.send(message.get());
                    awaitClosed(client);
                }
                assertThat(task.inbox(0).closeReason()).contains("has violated the protocol");
            });
        } finally {
            executors.endpoint(0).deregister(task);
        }
    }

    @Test
    void sameChunkTwice_closesTheConnection() {
        AllReduce task = new AllReduce(UNCONNECTED, LoopbackExecutors.TIMEOUT, () -> {});
        executors.endpoint(0).register(task);
        besideARunningGang(() -> {
            try (TransportClient client = connect()) {
                client.sendRpcSync(WireFormat.greeting(UNCONNECTED, 0), 5000);
                client.send(message(WireFormat.PART, 1, 7, 4));
                client.send(message(WireFormat.PART, 1, 7, 4));
                awaitClosed(client);
            }
            assertThat(task.inbox(0).closeReason()).contains("chunk 7");
        });
        executors.endpoint(0).deregister(task);
    }

    @Test
    void messageBeforeAGreeting_closesTheConnection() {
        besideARunningGang(() -> {
            try (TransportClient client = connect()) {
                client.send(message(WireFormat.PART, 1, 0, 4));
                awaitClosed(client);
            }
        });
    }

    @Test
    void greetingForAnUnknownTask_isRejectedWithTheReason() {
        besideARunningGang(() -> {
            try (TransportClient client = connect()) {
                assertThatThrownBy(
                                () -> client.sendRpcSync(WireFormat.greeting(new TaskId("an old attempt", 3), 0), 5000))
                        .hasMessageContaining("partition 3 of the gang an old attempt does not run in this executor");
            }
        });
    }

    @Test
    void greetingForATaskThatAlreadyHasAPeer_isRejected() {
        CountDownLatch greeted = new CountDownLatch(1);
        CompletableFuture<?>[] gang =
                executors.start(2, 2, LoopbackExecutors.TIMEOUT, executors.ports(), (rank, exchange) -> {
                    sum(exchange);
                    if (rank == 0) {
                        try (TransportClient client = connect()) {
                            assertThatThrownBy(() -> client.sendRpcSync(WireFormat.greeting(exchange.id(), 0), 5000))
                                    .isNotNull();
                            awaitClosed(client);
                        }
                        greeted.countDown();
                    }
                    greeted.await();
                    sum(exchange);
                });
        CompletableFuture.allOf(gang).join();
    }

    @Test
    void greetingWithAWrongLength_closesTheConnection() {
        besideARunningGang(() -> {
            try (TransportClient client = connect()) {
                ByteBuffer greeting = WireFormat.greeting(UNCONNECTED, 0);
                greeting.putInt(12, Integer.MAX_VALUE);
                assertThatThrownBy(() -> client.sendRpcSync(greeting, 5000)).isNotNull();
                awaitClosed(client);
            }
        });
    }

    /** Spark's own decoder would buffer such a frame until it is complete. */
    @Test
    void frameOfInvalidLength_closesTheConnectionAtOnce() {
        besideARunningGang(() -> {
            for (long length :
                    new long[] {Integer.MAX_VALUE - 1, WireFormat.MAX_FRAME_BYTES + 1, 8, -1, Long.MIN_VALUE}) {
                try (Socket socket =
                        new Socket(LoopbackExecutors.LOOPBACK, executors.ports()[0])) {
                    socket.setSoTimeout(5000);
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeLong(length);
                    out.write("some bytes".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    assertThat(isClosed(socket)).as("frame of %d bytes", length).isTrue();
                }
            }
        });
    }

    private static boolean isClosed(Socket socket) throws Exception {
        try {
            return socket.getInputStream().read() == -1;
        } catch (java.net.SocketException e) {
            return e.getMessage().contains("reset");
        }
    }

    /** An action of a test against the executor. */
    private interface Attack {
        void run() throws Exception;
    }

    /** Runs an attack while a gang sums before and after it over the same connections. */
    private static void besideARunningGang(Attack attack) {
        CountDownLatch attacked = new CountDownLatch(1);
        CompletableFuture<?>[] gang =
                executors.start(2, 2, LoopbackExecutors.TIMEOUT, executors.ports(), (rank, exchange) -> {
                    sum(exchange);
                    if (rank == 0) {
                        try {
                            attack.run();
                        } finally {
                            attacked.countDown();
                        }
                    }
                    attacked.await();
                    sum(exchange);
                });
        CompletableFuture.allOf(gang).join();
    }

    private static void sum(AllReduce exchange) {
        float[] array = {1, 2, 3};
        exchange.sum(array, 0, 3);
        exchange.finish();
        assertThat(array).containsExactly(2, 4, 6);
    }

    private static TransportClient connect() throws Exception {
        return clients.createUnmanagedClient(
                LoopbackExecutors.LOOPBACK, executors.ports()[0]);
    }

    private static void awaitClosed(TransportClient client) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(5));
        while (client.isActive() && Instant.now().isBefore(end)) {
            Thread.sleep(5);
        }
        assertThat(client.isActive()).as("the connection is still open").isFalse();
    }

    private static ByteBuffer message(int kind, int count, long chunk, int bytes) {
        return WireFormat.allocate(WireFormat.HEADER_BYTES + bytes)
                .putInt(kind)
                .putInt(count)
                .putLong(chunk)
                .put(new byte[bytes])
                .flip();
    }
}
