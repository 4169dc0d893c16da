package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.spark.testing.ChildProcess;
import io.credence.spark.testing.ExecutorProcesses;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors or the driver are killed with SIGKILL at random times, from the first read of the data to the report. The
 * model equals the undisturbed one bit for bit. {@code bin/kill-runs N SEED} runs it N times; every third run kills
 * the driver.
 */
@SparkCluster(
        executors = 2,
        cores = 2,
        conf = {
            "spark.scheduler.barrier.maxConcurrentTasksCheck.interval=1s",
            "spark.network.timeout=20s",
            "spark.network.timeoutInterval=2s",
            "spark.executor.heartbeatInterval=2s"
        })
class KillRunsTest {
    private static final int RUNS = Integer.getInteger("credence.killRuns", 2);
    private static final long SEED = Long.getLong("credence.killSeed", System.nanoTime());

    private static final Duration TRAINS_WITHIN = Duration.ofMinutes(5);

    private static final Map<TrainingKind, Reference> REFERENCES = new EnumMap<>(TrainingKind.class);

    private SparkSession spark;

    @TempDir
    private static Path directory;

    /**
     * The number of members, and whether they train on the four slots of the cluster or on two slots of the driver.
     */
    private enum TrainingKind {
        MEMBERS_SIDE_BY_SIDE("ensemble.members=4", "training.epochs=300"),
        ONE_GANG("ensemble.members=1", "training.epochs=30"),
        DRIVER("ensemble.members=4", "training.epochs=300");

        private final String[] settings;

        TrainingKind(String members, String epochs) {
            settings = new String[] {members, epochs, "training.replicas=4", "training.checkpoint.everySeconds=0.2"};
        }
    }

    /** The result of the undisturbed training run. */
    private record Reference(byte[] weights, double seconds) {}

    @TestFactory
    List<DynamicTest> run_withProcessesKilledAtRandomTimes_givesTheSameBits() {
        List<DynamicTest> runs = new ArrayList<>();
        for (long seed : new Random(SEED).longs(RUNS).toArray()) {
            TrainingKind kind = TrainingKind.values()[runs.size() % TrainingKind.values().length];
            runs.add(DynamicTest.dynamicTest(kind + ", seed " + seed, () -> killAndCompare(kind, seed)));
        }
        return runs;
    }

    private void killAndCompare(TrainingKind kind, long seed) throws Exception {
        Trainings trainings = Trainings.in(directory, 2000);
        if (!REFERENCES.containsKey(kind)) {
            double seconds = train(trainings, kind, kind.name());
            REFERENCES.put(kind, new Reference(trainings.weights(kind.name()), seconds));
        }
        // A run that ends before the first kill gives a new estimate of the duration, and is repeated.
        for (int run = 0; !killAndCompare(trainings, kind, seed, kind.name() + seed + "-" + run); run++) {
            assertThat(run).isLessThan(5);
        }
    }

    /** Returns whether a process was killed. */
    private boolean killAndCompare(Trainings trainings, TrainingKind kind, long seed, String name) throws Exception {
        Reference reference = REFERENCES.get(kind);
        List<Double> times = times(new Random(seed), reference.seconds());
        List<String> kills = kind == TrainingKind.DRIVER
                ? trainKillingDrivers(trainings, name, times)
                : trainKillingExecutors(trainings, kind, name, times, new Random(seed));
        assertThat(trainings.weights(name)).isEqualTo(reference.weights());
        if (kills.isEmpty()) {
            REFERENCES.put(kind, new Reference(reference.weights(), wallSeconds(name)));
        } else {
            System.err.printf("seed of all runs %d; %s, seed %d: %s%n", SEED, kind, seed, kills);
        }
        return !kills.isEmpty();
    }

    /** Returns one to three times within a training run, in ascending order. */
    private static List<Double> times(Random random, double seconds) {
        return random.doubles(1 + random.nextInt(3), 0, seconds)
                .sorted()
                .boxed()
                .toList();
    }

    private List<String> trainKillingExecutors(
            Trainings trainings, TrainingKind kind, String name, List<Double> times, Random random) throws Exception {
        Killer killer = new Killer(random, times);
        Thread thread = new Thread(killer, "killer");
        thread.start();
        try {
            train(trainings, kind, name);
        } finally {
            thread.interrupt();
            thread.join();
        }
        return killer.kills;
    }

    /** Kills each driver but the last at its time, unless it has finished before. */
    private static List<String> trainKillingDrivers(Trainings trainings, String name, List<Double> times)
            throws IOException {
        List<String> kills = new ArrayList<>();
        for (double time : times) {
            try (ChildProcess driver = driver(trainings, name + "-" + kills.size(), name)) {
                if (driver.endsWithin(Duration.ofMillis((long) (time * 1e3)))) {
                    assertThat(driver.await(TRAINS_WITHIN).exitCode()).isZero();
                    return kills;
                }
            }
            kills.add("driver after %.2f s".formatted(time));
        }
        try (ChildProcess driver = driver(trainings, name + "-last", name)) {
            ChildProcess.Result result = driver.await(TRAINS_WITHIN);
            boolean hadFinished = result.errors().contains("already holds a model");
            assertThat(result.exitCode()).as(result.errors()).isEqualTo(hadFinished ? 2 : 0);
        }
        return kills;
    }

    private static ChildProcess driver(Trainings trainings, String process, String name) throws IOException {
        Path yaml = Files.writeString(
                directory.resolve(process + ".yaml"),
                trainings.configuration(name, TrainingKind.DRIVER.settings).toYaml());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-cp",
                System.getProperty("java.class.path"),
                "io.credence.driver.cli.Main",
                "train",
                yaml.toString()));
        return ChildProcess.start(process, directory, command, Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
    }

    /** Trains once and returns the duration in seconds. */
    private double train(Trainings trainings, TrainingKind kind, String name) throws IOException {
        if (kind == TrainingKind.DRIVER) {
            assertThat(trainKillingDrivers(trainings, name, List.of())).isEmpty();
        } else {
            new TrainJob(spark).run(trainings.configuration(name, kind.settings), new TrainOptions(false));
        }
        return wallSeconds(name);
    }

    private static double wallSeconds(String name) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(name).resolve("report/report.json").toFile())
                .path("timing")
                .path("wallSeconds")
                .asDouble();
    }

    /** Kills an executor at each of several times, in seconds since the thread was started. */
    private static final class Killer implements Runnable {
        private final Random random;
        private final List<Double> times;
        private final List<String> kills = new ArrayList<>();

        Killer(Random random, List<Double> times) {
            this.random = random;
            this.times = times;
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                for (double time : times) {
                    long wait = (long) (time * 1e3) - (System.nanoTime() - start) / 1_000_000;
                    Thread.sleep(Math.max(0, wait));
                    kill(time);
                }
            } catch (InterruptedException e) {
                // The training has ended before the next kill.
                Thread.currentThread().interrupt();
            }
        }

        private void kill(double time) {
            List<ProcessHandle> executors = ExecutorProcesses.of(ProcessHandle.current());
            if (!executors.isEmpty()) {
                ProcessHandle victim = executors.get(random.nextInt(executors.size()));
                ExecutorProcesses.kill(victim);
                kills.add("%d after %.2f s".formatted(victim.pid(), time));
            }
        }
    }
}
