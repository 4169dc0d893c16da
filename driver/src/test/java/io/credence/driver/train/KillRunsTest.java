package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.spark.testing.ExecutorProcesses;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Executors are killed with SIGKILL at random moments while members are trained; the model is the undisturbed one's, bit for bit.
 * {@code bin/kill-runs N SEED} runs it as often as one likes.
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

    private static final Map<Shape, Reference> REFERENCES = new EnumMap<>(Shape.class);

    private SparkSession spark;

    @TempDir
    private static Path directory;

    /** How members lie on the four slots. */
    private enum Shape {
        MEMBERS_SIDE_BY_SIDE("ensemble.members=4", "training.epochs=500"),
        ONE_GANG("ensemble.members=1", "training.epochs=50");

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
        Killer killer = new Killer(
                directory.resolve(name).resolve("work/members/definition.json"), new Random(seed), reference.seconds());
        Thread thread = new Thread(killer, "killer");
        thread.start();
        double seconds;
        try {
            seconds = train(trainings, shape, name);
        } finally {
            thread.interrupt();
            thread.join();
        }
        assertThat(trainings.weights(name)).isEqualTo(reference.weights());
        if (killer.kills.isEmpty()) {
            REFERENCES.put(shape, new Reference(reference.weights(), seconds));
        } else {
            System.err.printf("seed of all runs %d; %s, seed %d: %s%n", SEED, shape, seed, killer.kills);
        }
        return !killer.kills.isEmpty();
    }

    /** Returns the time that the members took. */
    private double train(Trainings trainings, Shape shape, String name) throws IOException {
        new TrainJob(spark).run(trainings.configuration(name, shape.settings), new TrainOptions(false));
        return new ObjectMapper()
                .readTree(directory.resolve(name).resolve("report/report.json").toFile())
                .path("timing")
                .path("trainSeconds")
                .asDouble();
    }

    /** Kills an executor, once to three times, in the time that members take undisturbed, from when they begin. */
    private static final class Killer implements Runnable {
        private final Path begun;
        private final Random random;
        private final double seconds;
        private final List<String> kills = new ArrayList<>();

        /** @param begun is there when members begin */
        Killer(Path begun, Random random, double seconds) {
            this.begun = begun;
            this.random = random;
            this.seconds = seconds;
        }

        @Override
        public void run() {
            int wanted = 1 + random.nextInt(3);
            double[] moments = random.doubles(wanted, 0, seconds).sorted().toArray();
            try {
                while (!Files.exists(begun)) {
                    Thread.sleep(1);
                }
                long start = System.nanoTime();
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
