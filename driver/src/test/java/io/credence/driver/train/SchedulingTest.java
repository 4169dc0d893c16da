package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.train.schedule.GangSettings;
import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils$;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** Spark settings that affect scheduling: two cores per task, and speculative copies of slow tasks. */
@SparkCluster(
        executors = 2,
        cores = 2,
        conf = {
            "spark.task.cpus=2",
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.minTaskRuntime=100ms",
            "spark.speculation.task.duration.threshold=200ms"
        })
class SchedulingTest {
    private SparkSession spark;

    @TempDir
    private Path directory;

    private final ExecutorService background = Executors.newSingleThreadExecutor();

    @AfterEach
    void endBackground() {
        background.shutdownNow();
    }

    /**
     * A gang has two tasks on four cores, each with a second thread while it runs, and Spark does not launch copies of
     * them.
     */
    @Test
    void run_withTwoCoresPerTaskAndSpeculation_givesTheSameBits() throws Exception {
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        Trainings trainings = Trainings.in(directory, 2000);
        Future<?> gang = background.submit(() -> {
            train(trainings, "gang", 4);
            return null;
        });
        awaitGemmThreads(2);
        gang.get(2, TimeUnit.MINUTES);
        awaitGemmThreads(0);
        train(trainings, "alone", 1);
        // Long enough for Spark to consider it slow on any machine.
        train(trainings, "slow", 1, "training.epochs=1500");

        assertThat(stages.ofMembers(spark)).containsExactly(2, 1, 1);
        assertThat(stages.copied(spark)).containsExactly(1);
        assertThat(stages.profiles(spark)).containsExactly(ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID());
        assertThat(trainings.weights("alone")).isEqualTo(trainings.weights("gang"));
    }

    @Test
    void run_afterSuccessOrFailure_leavesNoCopiesOfShards() throws IOException {
        Trainings trainings = Trainings.in(directory, 300);
        Set<Path> copiesBefore = local("*.shard");
        train(trainings, "succeeds", 4, "training.epochs=1");
        assertThat(local("credence-shards-*")).isNotEmpty();
        assertThat(copiesBefore).containsAll(local("*.shard"));

        assertThatThrownBy(() -> train(
                        trainings,
                        "diverges",
                        4,
                        "training.epochs=2",
                        "training.optimizer={name: sgd, learningRate: 1e6}"))
                .hasMessageContaining("diverged");
        assertThat(copiesBefore).containsAll(local("*.shard"));
    }

    /** Returns the files in the local directories of this JVM's clusters that match a pattern. */
    private Set<Path> local(String pattern) throws IOException {
        PathMatcher names = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        Set<Path> found = new HashSet<>();
        for (String root :
                Utils$.MODULE$.getOrCreateLocalRootDirs(spark.sparkContext().getConf())) {
            Files.walkFileTree(Path.of(root), new Finder(names, found));
        }
        return found;
    }

    private void awaitGemmThreads(int expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (gemmThreads() != expected) {
            assertThat(System.nanoTime())
                    .as("%d matrix product threads", expected)
                    .isLessThan(end);
            Thread.sleep(50);
        }
    }

    private long gemmThreads() {
        return Stream.of("0", "1")
                .map(executor -> spark.sparkContext().getExecutorThreadDump(executor))
                .filter(Option::isDefined)
                .flatMap(threads -> Arrays.stream(threads.get()))
                .filter(thread -> thread.threadName().startsWith("credence-gemm"))
                .count();
    }

    private void train(Trainings trainings, String name, int tasks, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "ensemble.members=1",
                "training.replicas=4",
                "training.checkpoint.everySeconds=0.1",
                "training.epochs=300"));
        settings.addAll(List.of(more));
        new TrainJob(spark, GangSettings.of(spark.sparkContext().getConf()).withMaxTasks(tasks))
                .run(trainings.configuration(name, settings.toArray(String[]::new)), new TrainOptions(false));
    }

    /** Ignores files that are deleted meanwhile, such as directories of earlier clusters. */
    private static final class Finder extends SimpleFileVisitor<Path> {
        private final PathMatcher names;
        private final Set<Path> found;

        Finder(PathMatcher names, Set<Path> found) {
            this.names = names;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return visitFile(directory, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (names.matches(file.getFileName())) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
