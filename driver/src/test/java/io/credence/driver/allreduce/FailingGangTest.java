package io.credence.driver.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the others see of a task that is silent, gone, or does something else than they. */
class FailingGangTest {
    /** Long before the time-out of a gang, on a machine that has other things to do. */
    private static final Duration PROMPTLY = Duration.ofSeconds(8);

    private static Executors executors;

    @BeforeAll
    static void open() {
        executors = new Executors(4, Executors.conf());
    }

    @AfterAll
    static void close() {
        executors.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void silentTask_isNamedByItsPartner(int usedExecutors) {
        Throwable failure = failuresBesideSilence(2, usedExecutors, 1).get(0);
        int executor = usedExecutors - 1;
        assertThat(failure)
                .isInstanceOf(PeerSilentException.class)
                .hasMessageContaining("rank 1 (executor " + executor + " at 127.0.0.1:"
                        + executors.ports()[executor] + ")")
                .hasMessageContaining("has sent nothing for")
                .hasMessageContaining("awaited was the sum of ranks 1 to 1 (level 0, bucket 0)")
                .hasMessageContaining("spark.credence.exchange.timeout = 1500 ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void silentTask_endsAllOthersAndItsPairIsNamed(int usedExecutors) {
        List<Throwable> failures = failuresBesideSilence(4, usedExecutors, 2);
        assertThat(List.of(failures.get(0), failures.get(1), failures.get(3))).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(ExchangeException.class)
                .hasMessageMatching("(?s).*rank [23] \\(executor \\d at 127.0.0.1:\\d+\\).*has sent nothing for.*"));
    }

    /** All but one sum, once all are connected, so that no other is late; it stays until they have given up. */
    private static List<Throwable> failuresBesideSilence(int ranks, int usedExecutors, int silent) {
        Duration timeout = Duration.ofMillis(1500);
        CyclicBarrier connected = new CyclicBarrier(ranks);
        CountDownLatch othersEnded = new CountDownLatch(ranks - 1);
        return failures(executors.start(ranks, usedExecutors, timeout, executors.ports(), (rank, exchange) -> {
            connected.await();
            if (rank == silent) {
                othersEnded.await();
            } else {
                try {
                    sum(exchange, 10);
                } finally {
                    othersEnded.countDown();
                }
            }
        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void taskThatLeaves_endsAllOthersAtOnce(int usedExecutors) {
        Instant start = Instant.now();
        List<Throwable> failures =
                failures(executors.start(4, usedExecutors, Executors.TIMEOUT, executors.ports(), (rank, exchange) -> {
                    sum(exchange, 100_000);
                    if (rank == 1) {
                        throw new IllegalArgumentException("this task has a problem of its own");
                    }
                    sum(exchange, 100_000);
                }));
        assertThat(failures.get(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(failures.get(0), failures.get(2), failures.get(3))).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(PeerLostException.class)
                .hasMessageContaining("rank 1 (executor")
                .hasMessageContaining("has left the gang"));
        assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPTLY);
    }

    @Test
    void executorThatEnds_endsAllOthersAtOnce() {
        try (Executors mortal = new Executors(2, Executors.conf())) {
            Instant start = Instant.now();
            CyclicBarrier summed = new CyclicBarrier(4);
            CountDownLatch ended = new CountDownLatch(2);
            List<Throwable> failures =
                    failures(mortal.start(4, 2, Executors.TIMEOUT, mortal.ports(), (rank, exchange) -> {
                        sum(exchange, 1000);
                        // What an executor has sent may be lost with it, so nothing of the first sum may be under way.
                        summed.await();
                        if (rank == 3) {
                            mortal.endpoint(1).close();
                        }
                        if (rank < 2) {
                            try {
                                sum(exchange, 1000);
                            } finally {
                                ended.countDown();
                            }
                        } else {
                            ended.await();
                        }
                    }));
            assertThat(failures.subList(0, 2)).allSatisfy(failure -> assertThat(failure)
                    .isInstanceOf(PeerLostException.class)
                    .hasMessageContaining("has closed its connection"));
            assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPTLY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void arraysOfDifferentLengths_areRefusedByAll(int usedExecutors) {
        List<Throwable> failures = failures(executors.start(
                2,
                usedExecutors,
                Executors.TIMEOUT,
                executors.ports(),
                (rank, exchange) -> sum(exchange, 10 + 2 * rank)));
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ExchangeException.class))
                .anySatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("all tasks of a gang must sum arrays of the same length"));
    }

    @Test
    void interruptedTask_leavesPromptlyAndStaysInterrupted() {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        Instant start = Instant.now();
        executors.run(2, 2, (rank, exchange) -> {
            if (rank == 1) {
                while (waiting.get() == null || waiting.get().getState() != Thread.State.TIMED_WAITING) {
                    Thread.sleep(5);
                }
                waiting.get().interrupt();
                interrupted.await();
                // The first sum may still be made: the interrupted task had handed in its part of it.
                assertThatThrownBy(() -> {
                            sum(exchange, 10);
                            sum(exchange, 10);
                        })
                        .isInstanceOf(PeerLostException.class);
            } else {
                waiting.set(Thread.currentThread());
                assertThatThrownBy(() -> sum(exchange, 10))
                        .isInstanceOf(ExchangeException.class)
                        .hasMessageContaining("interrupted");
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                interrupted.countDown();
            }
        });
        assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPTLY);
    }

    @Test
    void taskThatIsFarBehind_letsNobodyRunAheadOfTheWindow() {
        int length = 40 * Buckets.FLOATS;
        CountDownLatch stalled = new CountDownLatch(1);
        executors.run(2, 2, (rank, exchange) -> {
            if (rank == 1) {
                stalled.await();
                sum(exchange, length);
                return;
            }
            float[] array = new float[length];
            exchange.sum(array, 0, length);
            long sent = awaitQuiet(exchange);
            stalled.countDown();
            exchange.finish();
            long window =
                    Buckets.WINDOW * (Wire.FRAME_BYTES + Wire.HEADER_BYTES + (long) Buckets.capacity(0) * Float.BYTES);
            assertThat(sent).isEqualTo(window);
        });
    }

    private static long awaitQuiet(AllReduce exchange) throws InterruptedException {
        long before = -1;
        long sent = 0;
        while (sent == 0 || sent != before) {
            before = sent;
            Thread.sleep(200);
            sent = exchange.bytesSent();
        }
        return sent;
    }

    private static void sum(AllReduce exchange, int length) {
        exchange.sum(new float[length], 0, length);
        exchange.finish();
    }

    /** How each task ended; null where it ended well. */
    private static List<Throwable> failures(CompletableFuture<?>[] tasks) {
        return Arrays.stream(tasks)
                .map(task -> {
                    Throwable failure = catchThrowable(task::join);
                    return failure == null ? null : failure.getCause();
                })
                .toList();
    }
}
