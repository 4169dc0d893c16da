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
 * Executors or the driver are killed with SIGKILL at random moments, from the first look at the data to the report; the model is the undisturbed
 * one's, bit for bit. {@code bin/kill-runs N SEED} runs it as often as one likes, and the driver is killed from the third run on.
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

    private static final Map<Shape, Reference> REFERENCES = new EnumMap<>(Shape.class);

    private SparkSession spark;

    @TempDir
    private static Path directory;

    /** How members lie on the four slots, and the driver that is killed, with two slots of its own. */
    private enum Shape {
        MEMBERS_SIDE_BY_SIDE("ensemble.members=4", "training.epochs=300"),
        ONE_GANG("ensemble.members=1", "training.epochs=30"),
        DRIVER("ensemble.members=4", "training.epochs=300");

        private final String[] settings;

        Shape(String members, String epochs) {
            settings = new String[] {members, epochs, "training.replicas=4", "training.checkpoint.everySeconds=0.2"};
        }
    }

    /** What the undisturbed training came to. */
    private record Reference(byte[] weights, double seconds) {}

    @TestFactory
    List<DynamicTest> run_executorsKilledAtRandomMoments_givesTheSameBits() {
        List<DynamicTest> runs = new ArrayList<>();
        for (long seed : new Random(SEED).longs(RUNS).toArray()) {
            Shape shape = Shape.values()[runs.size() % Shape.values().length];
            runs.add(DynamicTest.dynamicTest(shape + ", seed " + seed, () -> killAndCompare(shape, seed)));
        }
        return runs;
    }

    private void killAndCompare(Shape shape, long seed) throws Exception {
        Trainings trainings = Trainings.in(directory, 2000);
        if (!REFERENCES.containsKey(shape)) {
            double seconds = train(trainings, shape, shape.name());
            REFERENCES.put(shape, new Reference(trainings.weights(shape.name()), seconds));
        }
        // A training that was over before the first kill is one more undisturbed one, and tells how long they take.
        for (int run = 0; !killAndCompare(trainings, shape, seed, shape.name() + seed + "-" + run); run++) {
            assertThat(run).isLessThan(5);
        }
    }

    /** Returns whether there was a kill. */
    private boolean killAndCompare(Trainings trainings, Shape shape, long seed, String name) throws Exception {
        Reference reference = REFERENCES.get(shape);
        List<Double> moments = moments(new Random(seed), reference.seconds());
        List<String> kills = shape == Shape.DRIVER
                ? trainKillingDrivers(trainings, name, moments)
                : trainKillingExecutors(trainings, shape, name, moments, new Random(seed));
        assertThat(trainings.weights(name)).isEqualTo(reference.weights());
        if (kills.isEmpty()) {
            REFERENCES.put(shape, new Reference(reference.weights(), wallSeconds(name)));
        } else {
            System.err.printf("seed of all runs %d; %s, seed %d: %s%n", SEED, shape, seed, kills);
        }
        return !kills.isEmpty();
    }

    /** One to three moments of a training, in order. */
    private static List<Double> moments(Random random, double seconds) {
        return random.doubles(1 + random.nextInt(3), 0, seconds)
                .sorted()
                .boxed()
                .toList();
    }

    private List<String> trainKillingExecutors(
            Trainings trainings, Shape shape, String name, List<Double> moments, Random random) throws Exception {
        Killer killer = new Killer(random, moments);
        Thread thread = new Thread(killer, "killer");
        thread.start();
        try {
            train(trainings, shape, name);
        } finally {
            thread.interrupt();
            thread.join();
        }
        return killer.kills;
    }

    /** Each driver but the last lives until its moment, unless it is done before. */
    private static List<String> trainKillingDrivers(Trainings trainings, String name, List<Double> moments)
            throws IOException {
        List<String> kills = new ArrayList<>();
        for (double moment : moments) {
            try (ChildProcess driver = driver(trainings, name + "-" + kills.size(), name)) {
                if (driver.endsWithin(Duration.ofMillis((long) (moment * 1e3)))) {
                    assertThat(driver.await(TRAINS_WITHIN).exitCode()).isZero();
                    return kills;
                }
            }
            kills.add("driver after %.2f s".formatted(moment));
        }
        try (ChildProcess driver = driver(trainings, name + "-last", name)) {
            ChildProcess.Result result = driver.await(TRAINS_WITHIN);
            boolean wasDone = result.errors().contains("already holds a model");
            assertThat(result.exitCode()).as(result.errors()).isEqualTo(wasDone ? 2 : 0);
        }
        return kills;
    }

    private static ChildProcess driver(Trainings trainings, String process, String name) throws IOException {
        Path yaml = Files.writeString(
                directory.resolve(process + ".yaml"),
                trainings.configuration(name, Shape.DRIVER.settings).toYaml());
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

    /** Returns the time that the training took. */
    private double train(Trainings trainings, Shape shape, String name) throws IOException {
        if (shape == Shape.DRIVER) {
            assertThat(trainKillingDrivers(trainings, name, List.of())).isEmpty();
        } else {
            new TrainJob(spark).run(trainings.configuration(name, shape.settings), new TrainOptions(false));
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

    /** Kills an executor at each of some moments, in seconds from when it begins. */
    private static final class Killer implements Runnable {
        private final Random random;
        private final List<Double> moments;
        private final List<String> kills = new ArrayList<>();

        Killer(Random random, List<Double> moments) {
            this.random = random;
            this.moments = moments;
        }

        @Override
        public void run() {
            long start = System.nanoTime();
            try {
                for (double moment : moments) {
                    long wait = (long) (moment * 1e3) - (System.nanoTime() - start) / 1_000_000;
                    Thread.sleep(Math.max(0, wait));
                    kill(moment);
                }
            } catch (InterruptedException e) {
                // The training was faster than the next kill.
                Thread.currentThread().interrupt();
            }
        }

        private void kill(double moment) {
            List<ProcessHandle> executors = ExecutorProcesses.of(ProcessHandle.current());
            if (!executors.isEmpty()) {
                ProcessHandle victim = executors.get(random.nextInt(executors.size()));
                ExecutorProcesses.kill(victim);
                kills.add("%d after %.2f s".formatted(victim.pid(), moment));
            }
        }
    }
}
