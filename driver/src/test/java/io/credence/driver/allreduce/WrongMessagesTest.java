package io.credence.driver.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** A message that cannot be taken ends the connection that it came by, and nothing else. */
class WrongMessagesTest {
    private static final Place FREE = new Place("another gang", 0);

    private static Executors executors;
    private static TransportContext context;
    private static TransportClientFactory clients;

    @BeforeAll
    static void open() {
        executors = new Executors(2, Executors.conf());
        context = new TransportContext(
                SparkTransportConf.fromSparkConf(Executors.conf(), "credence", 1, Option.empty(), Option.empty()),
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
                "nothing", () -> ByteBuffer.allocate(0),
                "a part of a header",
                        () -> Wire.allocate(8).putInt(Wire.HALF).putInt(0).flip(),
                "an unknown kind", () -> message(9, 0, 0, 0),
                "more elements told than sent", () -> message(Wire.HALF, 1000, 0, 4),
                "fewer elements told than sent", () -> message(Wire.HALF, 1, 0, 8),
                "a negative count", () -> message(Wire.SUM, -1, 0, 0),
                "a count whose bytes overflow an int", () -> message(Wire.SUM, 1 << 30, 0, 0),
                "a negative bucket", () -> message(Wire.SUM, 1, -5, 4),
                "more elements than a level has",
                        () -> message(Wire.HALF, Buckets.capacity(0) + 1, 0, 4 * (Buckets.capacity(0) + 1)),
                "a text that is longer than the message", () -> message(Wire.END, 500, 0, 4));
        return messages.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void malformedMessage_closesItsConnectionAndNothingElse(String name, Supplier<ByteBuffer> message) {
        AllReduce task = new AllReduce(FREE, Executors.TIMEOUT, () -> {});
        executors.endpoint(0).seat(task);
        try {
            besideAGang(() -> {
                try (TransportClient client = connect()) {
                    client.sendRpcSync(Wire.greeting(FREE, 0), 5000);
                    client.send(message.get());
                    awaitClosed(client);
                }
                assertThat(task.inbox(0).gone()).contains("has broken the protocol");
            });
        } finally {
            executors.endpoint(0).unseat(task);
        }
    }

    @Test
    void sameBucketTwice_closesItsConnection() {
        AllReduce task = new AllReduce(FREE, Executors.TIMEOUT, () -> {});
        executors.endpoint(0).seat(task);
        besideAGang(() -> {
            try (TransportClient client = connect()) {
                client.sendRpcSync(Wire.greeting(FREE, 0), 5000);
                client.send(message(Wire.HALF, 1, 7, 4));
                client.send(message(Wire.HALF, 1, 7, 4));
                awaitClosed(client);
            }
            assertThat(task.inbox(0).gone()).contains("bucket 7");
        });
        executors.endpoint(0).unseat(task);
    }

    @Test
    void messageWithoutGreeting_closesItsConnection() {
        besideAGang(() -> {
            try (TransportClient client = connect()) {
                client.send(message(Wire.HALF, 1, 0, 4));
                awaitClosed(client);
            }
        });
    }

    @Test
    void greetingForNobody_isRefusedWithTheReason() {
        besideAGang(() -> {
            try (TransportClient client = connect()) {
                assertThatThrownBy(() -> client.sendRpcSync(Wire.greeting(new Place("an old attempt", 3), 0), 5000))
                        .hasMessageContaining("there is no task of partition 3 of the gang an old attempt");
            }
        });
    }

    @Test
    void greetingForATaskThatHasAPartner_isRefused() {
        CountDownLatch greeted = new CountDownLatch(1);
        CompletableFuture<?>[] gang = executors.start(2, 2, Executors.TIMEOUT, executors.ports(), (rank, exchange) -> {
            sum(exchange);
            if (rank == 0) {
                try (TransportClient client = connect()) {
                    assertThatThrownBy(() -> client.sendRpcSync(Wire.greeting(exchange.place(), 0), 5000))
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
    void greetingOfALengthThatIsALie_closesItsConnection() {
        besideAGang(() -> {
            try (TransportClient client = connect()) {
                ByteBuffer greeting = Wire.greeting(FREE, 0);
                greeting.putInt(12, Integer.MAX_VALUE);
                assertThatThrownBy(() -> client.sendRpcSync(greeting, 5000)).isNotNull();
                awaitClosed(client);
            }
        });
    }

    /** Spark's decoder would wait for the rest and keep all that comes. */
    @Test
    void frameOfTooManyBytes_isNotWaitedFor() {
        besideAGang(() -> {
            for (long length : new long[] {Integer.MAX_VALUE - 1, Wire.MAX_FRAME_BYTES + 1, 8, -1, Long.MIN_VALUE}) {
                try (Socket socket = new Socket(Executors.LOOPBACK, executors.ports()[0])) {
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

    /** Something that a test does to the executor. */
    private interface Attack {
        void run() throws Exception;
    }

    /** A gang sums before and after, over the same connections. */
    private static void besideAGang(Attack attack) {
        CountDownLatch attacked = new CountDownLatch(1);
        CompletableFuture<?>[] gang = executors.start(2, 2, Executors.TIMEOUT, executors.ports(), (rank, exchange) -> {
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
        return clients.createUnmanagedClient(Executors.LOOPBACK, executors.ports()[0]);
    }

    private static void awaitClosed(TransportClient client) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(5));
        while (client.isActive() && Instant.now().isBefore(end)) {
            Thread.sleep(5);
        }
        assertThat(client.isActive()).as("the connection is still open").isFalse();
    }

    private static ByteBuffer message(int kind, int count, long bucket, int bytes) {
        return Wire.allocate(Wire.HEADER_BYTES + bytes)
                .putInt(kind)
                .putInt(count)
                .putLong(bucket)
                .put(new byte[bytes])
                .flip();
    }
}
