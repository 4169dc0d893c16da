package io.credence.driver.allreduce.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.ChunkLayout;
import io.credence.driver.allreduce.ExchangeException;
import io.credence.driver.allreduce.PeerLostException;
import io.credence.driver.allreduce.PeerSilentException;
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

/** The failures that a gang reports when one of its tasks is silent, leaves, or sums an array of another length. */
class FailingGangTest {
    /** Well below the timeout of a gang, and enough on a busy machine. */
    private static final Duration PROMPTLY = Duration.ofSeconds(8);

    private static LoopbackExecutors executors;

    @BeforeAll
    static void open() {
        executors = new LoopbackExecutors(4, LoopbackExecutors.conf());
    }

    @AfterAll
    static void close() {
        executors.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sum_withASilentTask_failsAndNamesIt(int usedExecutors) {
        Throwable failure = failuresWithSilentTask(2, usedExecutors, 1).get(0);
        int executor = usedExecutors - 1;
        assertThat(failure)
                .isInstanceOf(PeerSilentException.class)
                .hasMessageContaining("rank 1 (executor " + executor + " at 127.0.0.1:"
                        + executors.ports()[executor] + ")")
                .hasMessageContaining("has sent nothing for")
                .hasMessageContaining("waited for the sum of ranks 1 to 1 (level 0, chunk 0)")
                .hasMessageContaining("spark.credence.exchange.timeout = 1500 ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void sum_withASilentTaskInFour_failsInAllOthersAndNamesItsPair(int usedExecutors) {
        List<Throwable> failures = failuresWithSilentTask(4, usedExecutors, 2);
        assertThat(List.of(failures.get(0), failures.get(1), failures.get(3))).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(ExchangeException.class)
                .hasMessageMatching("(?s).*rank [23] \\(executor \\d at 127.0.0.1:\\d+\\).*has sent nothing for.*"));
    }

    /**
     * Returns the failures of a gang with one silent task. The others sum once all are connected, so that none of them
     * is late. The silent task stays until the others have failed.
     */
    private static List<Throwable> failuresWithSilentTask(int ranks, int usedExecutors, int silent) {
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
    void sum_afterATaskHasFailed_failsPromptlyInAllOthers(int usedExecutors) {
        Instant start = Instant.now();
        List<Throwable> failures = failures(
                executors.start(4, usedExecutors, LoopbackExecutors.TIMEOUT, executors.ports(), (rank, exchange) -> {
                    sum(exchange, 100_000);
                    if (rank == 1) {
                        throw new IllegalArgumentException("an error in this task");
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
    void sum_afterAnExecutorHasEnded_failsPromptlyInAllOthers() {
        try (LoopbackExecutors shortLived = new LoopbackExecutors(2, LoopbackExecutors.conf())) {
            Instant start = Instant.now();
            CyclicBarrier summed = new CyclicBarrier(4);
            CountDownLatch ended = new CountDownLatch(2);
            List<Throwable> failures =
                    failures(shortLived.start(4, 2, LoopbackExecutors.TIMEOUT, shortLived.ports(), (rank, exchange) -> {
                        sum(exchange, 1000);
                        // An executor that ends may lose messages that it has sent, so the first sum must be complete
                        // in all tasks.
                        summed.await();
                        if (rank == 3) {
                            shortLived.endpoint(1).close();
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
    void sum_ofArraysOfDifferentLengths_failsInAll(int usedExecutors) {
        List<Throwable> failures = failures(executors.start(
                2,
                usedExecutors,
                LoopbackExecutors.TIMEOUT,
                executors.ports(),
                (rank, exchange) -> sum(exchange, 10 + 2 * rank)));
        assertThat(failures)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ExchangeException.class))
                .anySatisfy(failure -> assertThat(failure)
                        .hasMessageContaining("all tasks of a gang must sum arrays of the same length"));
    }

    @Test
    void finish_whenInterrupted_failsPromptlyAndKeepsTheInterrupt() {
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
                // The first sum may still succeed, because the interrupted task had handed in its array.
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
    void sum_withATaskFarBehind_sendsNoMoreThanTheWindow() {
        int length = 40 * ChunkLayout.FLOATS;
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
            long window = ChunkLayout.WINDOW
                    * (WireFormat.FRAME_BYTES + WireFormat.HEADER_BYTES + (long) ChunkLayout.capacity(0) * Float.BYTES);
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

    /** Returns the failure of each task; null for a task that succeeded. */
    private static List<Throwable> failures(CompletableFuture<?>[] tasks) {
        return Arrays.stream(tasks)
                .map(task -> {
                    Throwable failure = catchThrowable(task::join);
                    return failure == null ? null : failure.getCause();
                })
                .toList();
    }
}
