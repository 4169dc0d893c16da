package io.credence.spark.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A standalone Spark cluster of real processes on the loopback interface: a master, and workers that start the
 * executors. {@link #submit} runs an application as spark-submit does. It reveals problems that only appear if an
 * application comes from a jar and executors have their own class path.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(1);
    private static final Pattern ALIVE_WORKERS = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");
    private static final List<String> SMALL_JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final SparkHome home;
    private final Path directory;
    private final String url;
    private final List<ChildProcess> processes = new ArrayList<>();
    private int submitted;

    private StandaloneCluster(SparkHome home, Path directory, String url) {
        this.home = home;
        this.directory = directory;
        this.url = url;
    }

    /**
     * Starts a master and workers, and waits until all workers have registered.
     *
     * @param directory an existing directory for logs and files of the executors
     * @param workers the number of worker processes
     * @param cores the cores of one worker
     * @param memoryMb the memory of one worker for executors, in MiB
     */
    public static StandaloneCluster start(SparkHome home, Path directory, int workers, int cores, int memoryMb) {
        int port = freePort();
        int webUi = freePort();
        StandaloneCluster cluster = new StandaloneCluster(home, directory, "spark://127.0.0.1:" + port);
        try {
            cluster.startMaster(port, webUi);
            for (int i = 0; i < workers; i++) {
                cluster.startWorker(i, cores, memoryMb);
            }
            cluster.awaitWorkers(workers, URI.create("http://127.0.0.1:" + webUi + "/json/"));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startMaster(int port, int webUi) {
        List<String> arguments = List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + webUi);
        processes.add(home.start("master", directory, SMALL_JVM, "org.apache.spark.deploy.master.Master", arguments));
    }

    private void startWorker(int index, int cores, int memoryMb) {
        String name = "worker-" + index;
        List<String> arguments = List.of(
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "" + cores,
                "--memory",
                memoryMb + "m",
                "--work-dir",
                directory.resolve(name).toString(),
                url);
        processes.add(home.start(name, directory, SMALL_JVM, "org.apache.spark.deploy.worker.Worker", arguments));
    }

    /** Returns the URL of the master, {@code spark://host:port}. */
    public String url() {
        return url;
    }

    /** Returns the worker processes in the order of their start. */
    public List<ChildProcess> workers() {
        return List.copyOf(processes.subList(1, processes.size()));
    }

    /**
     * Runs an application with {@code org.apache.spark.deploy.SparkSubmit} in client mode, and waits for it to end.
     *
     * @param options options for spark-submit; the default master is this cluster
     * @param application the jar, followed by its arguments
     */
    public ChildProcess.Result submit(List<String> options, List<String> application, Duration limit) {
        try (ChildProcess driver = start(options, application)) {
            return driver.await(limit);
        }
    }

    /** Starts an application like {@link #submit} without waiting for it to end. */
    public ChildProcess start(List<String> options, List<String> application) {
        List<String> arguments = new ArrayList<>(List.of("--master", url));
        arguments.addAll(options);
        arguments.addAll(application);
        return home.start(
                "driver-" + submitted++,
                directory,
                List.of("-Xmx1g", "-XX:+UseSerialGC"),
                "org.apache.spark.deploy.SparkSubmit",
                arguments);
    }

    private void awaitWorkers(int expected, URI webUi) {
        Instant deadline = Instant.now().plus(STARTUP_TIMEOUT);
        while (aliveWorkers(webUi) < expected) {
            ChildProcess dead = processes.stream()
                    .filter(process -> !process.isAlive())
                    .findAny()
                    .orElse(null);
            if (dead != null || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("the cluster did not start within %s; logs are in %s%n%s"
                        .formatted(STARTUP_TIMEOUT, directory, (dead == null ? processes.get(0) : dead).errors()));
            }
            sleep();
        }
    }

    private static int aliveWorkers(URI webUi) {
        try (InputStream stream = webUi.toURL().openStream()) {
            Matcher matcher = ALIVE_WORKERS.matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
        } catch (IOException e) {
            // The master is not listening yet. The caller has a deadline.
            return 0;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the cluster", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    /** Kills all processes: the workers with their executors, then the master. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
