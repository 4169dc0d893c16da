package io.credence.driver.allreduce.transport;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.PeerAddress;
import io.credence.driver.allreduce.TaskId;
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
 * The endpoints of several executors in this process, connected over the loopback interface. A test can run gangs of
 * any shape without starting processes, and can put a proxy between two executors.
 */
public final class LoopbackExecutors implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Without a limit, tasks that wait for one that fails early would wait forever. */
    private static final Duration TASK_LIMIT = Duration.ofMinutes(2);

    private final List<Endpoint> endpoints;
    private final AtomicInteger gangs = new AtomicInteger();

    /** Opens an endpoint for each of {@code count} executors. */
    public LoopbackExecutors(int count, SparkConf conf) {
        endpoints = IntStream.range(0, count)
                .mapToObj(executor -> new Endpoint(conf, security(conf), LOOPBACK, 0))
                .toList();
    }

    /** Returns the settings that every running application has. */
    public static SparkConf conf() {
        return new SparkConf(false).set("spark.app.id", "tests");
    }

    static SecurityManager security(SparkConf conf) {
        return new SecurityManager(conf, Option.empty(), SecurityManager.$lessinit$greater$default$3());
    }

    Endpoint endpoint(int executor) {
        return endpoints.get(executor);
    }

    /** The body of a task. */
    @FunctionalInterface
    public interface RankTask {
        /** Runs the task with the all-reduce of its rank. */
        void run(int rank, AllReduce exchange) throws Exception;
    }

    /**
     * Runs a gang whose ranks are distributed in order, the first ones in the first executor. Rethrows the exception
     * of the first task that fails.
     */
    public void run(int ranks, int executors, RankTask task) {
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
     * Starts a gang. A task that does not end within two minutes fails with a timeout.
     *
     * @param ports the ports at which the executors reach each other
     */
    CompletableFuture<?>[] start(int ranks, int executors, Duration timeout, int[] ports, RankTask task) {
        String gang = "gang-" + gangs.incrementAndGet();
        List<PeerAddress> peers = new ArrayList<>();
        List<AllReduce> allReduces = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            int executor = rank * executors / ranks;
            peers.add(new PeerAddress(rank, Integer.toString(executor), LOOPBACK, ports[executor], rank + 100));
            allReduces.add(new AllReduce(new TaskId(gang, rank + 100), timeout, () -> {}));
            endpoint(executor).register(allReduces.get(rank));
        }
        return IntStream.range(0, ranks)
                .mapToObj(rank -> CompletableFuture.runAsync(
                                () -> run(rank, peers, allReduces.get(rank), endpoint(rank * executors / ranks), task),
                                runnable -> startDaemon(runnable, "task-" + rank))
                        .orTimeout(TASK_LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .toArray(CompletableFuture<?>[]::new);
    }

    private static void startDaemon(Runnable runnable, String name) {
        Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(int rank, List<PeerAddress> peers, AllReduce exchange, Endpoint endpoint, RankTask task) {
        try (exchange) {
            exchange.start(rank, peers, endpoint);
            task.run(rank, exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            endpoint.deregister(exchange);
        }
    }

    @Override
    public void close() {
        endpoints.forEach(Endpoint::close);
    }
}
