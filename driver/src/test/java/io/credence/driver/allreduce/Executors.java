package io.credence.driver.allreduce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import scala.Option;

/**
 * Several executors' endpoints in this process: what is in one of them meets the others by real connections on the loopback interface. So a
 * test can put something between two of them, and take gangs of any shape without starting processes.
 */
final class Executors implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Tasks that wait for each other in a test wait for ever once one of them has failed before its time. */
    private static final Duration TASK_LIMIT = Duration.ofMinutes(2);

    private final List<Endpoint> endpoints;
    private final AtomicInteger gangs = new AtomicInteger();

    Executors(int count, SparkConf conf) {
        endpoints = IntStream.range(0, count)
                .mapToObj(executor -> new Endpoint(conf, security(conf), LOOPBACK, 0))
                .toList();
    }

    /** What the settings of an application that is under way hold. */
    static SparkConf conf() {
        return new SparkConf(false).set("spark.app.id", "tests");
    }

    static SecurityManager security(SparkConf conf) {
        return new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    }

    Endpoint endpoint(int executor) {
        return endpoints.get(executor);
    }

    /** What one task of a gang does. */
    @FunctionalInterface
    interface Task {
        void run(int rank, AllReduce exchange) throws Exception;
    }

    /** Runs a gang of neighbours: the first ranks are in the first executor. Fails with what the first of its tasks to fail did. */
    void run(int ranks, int executors, Task task) {
        CompletableFuture<?>[] tasks = start(ranks, executors, TIMEOUT, ports(), task);
        try {
            CompletableFuture.allOf(tasks).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    int[] ports() {
        return endpoints.stream().mapToInt(Endpoint::port).toArray();
    }

    /**
     * Starts a gang. A task that does not end in two minutes fails with a time-out.
     *
     * @param ports by which the executors reach each other
     */
    CompletableFuture<?>[] start(int ranks, int executors, Duration timeout, int[] ports, Task task) {
        String gang = "gang-" + gangs.incrementAndGet();
        List<Peer> peers = new ArrayList<>();
        List<AllReduce> exchanges = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            int executor = rank * executors / ranks;
            peers.add(new Peer(rank, Integer.toString(executor), LOOPBACK, ports[executor], rank + 100));
            exchanges.add(new AllReduce(new Place(gang, rank + 100), timeout, () -> {}));
            endpoint(executor).seat(exchanges.get(rank));
        }
        return IntStream.range(0, ranks)
                .mapToObj(rank -> CompletableFuture.runAsync(
                                () -> run(rank, peers, exchanges.get(rank), endpoint(rank * executors / ranks), task),
                                runnable -> startDaemon(runnable, "task-" + rank))
                        .orTimeout(TASK_LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .toArray(CompletableFuture<?>[]::new);
    }

    private static void startDaemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(int rank, List<Peer> peers, AllReduce exchange, Endpoint endpoint, Task task) {
        try (exchange) {
            exchange.start(rank, peers, endpoint);
            task.run(rank, exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            endpoint.unseat(exchange);
        }
    }

    @Override
    public void close() {
        endpoints.forEach(Endpoint::close);
    }
}
