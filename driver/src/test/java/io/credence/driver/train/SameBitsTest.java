package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.spark.testing.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For each number of replicas there is one model, whatever tasks carry them and whatever executors run those. Two executors of two cores run in
 * every build, the others by {@code bin/same-bits}.
 */
class SameBitsTest {
    /** The first model of each number of replicas and other settings: what all others must be. */
    private static final Map<List<String>, byte[]> MODELS = new ConcurrentHashMap<>();

    @Nested
    @SparkCluster(executors = 2, cores = 2)
    class TwoExecutorsOfTwoCores {
        private SparkSession spark;

        @ParameterizedTest
        @CsvSource({"2,1", "2,2", "4,1", "4,2", "4,4", "8,4"})
        void replicas_onTasks(int replicas, int tasks) throws IOException {
            requireSameBits(spark, replicas, tasks);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4})
        void replicasThatAverageWeights_onTasks(int tasks) throws IOException {
            requireSameBits(spark, 4, tasks, "training.localSteps=3");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void replicasThatShareBatchStatistics_onTasks(int tasks) throws IOException {
            requireSameBits(spark, 2, tasks, "network.normalization=synchronized-batch");
        }
    }

    /** The rest of the matrix. */
    @Nested
    @EnabledIfSystemProperty(named = "credence.sameBits", matches = "all")
    class Rest {
        @Nested
        @SparkCluster(executors = 2, cores = 2)
        class TwoExecutorsOfTwoCores {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "8,1", "8,2"})
            void replicas_onTasks(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 1, cores = 1)
        class OneExecutorOfOneCore {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "4,1", "8,1"})
            void replicas_onTasks(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 1, cores = 2)
        class OneExecutorOfTwoCores {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "8,1", "8,2"})
            void replicas_onTasks(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 2, cores = 1)
        class TwoExecutorsOfOneCore {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "8,1", "8,2"})
            void replicas_onTasks(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 3, cores = 1)
        class ThreeExecutorsOfOneCore {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "8,1", "8,2"})
            void replicas_onTasks(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 3, cores = 2)
        class ThreeExecutorsOfTwoCores {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "4,4", "8,1", "8,2", "8,4"})
            void replicas_onTasks(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }
    }

    private static void requireSameBits(SparkSession spark, int replicas, int tasks, String... more)
            throws IOException {
        List<String> settings =
                new ArrayList<>(List.of("ensemble.members=1", "training.replicas=" + replicas, "network.dropout=0.1"));
        settings.addAll(List.of(more));
        Path directory = Files.createTempDirectory("same-bits");
        Trainings trainings = Trainings.in(directory, 600);
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        new TrainJob(spark, GangSettings.of(spark.sparkContext().getConf()).withMaxTasks(tasks))
                .run(trainings.configuration("run", settings.toArray(String[]::new)), new TrainOptions(false));
        byte[] model = trainings.weights("run");
        assertThat(stages.ofMembers(spark)).containsExactly(tasks);
        byte[] first = MODELS.putIfAbsent(settings, model);
        assertThat(model).isEqualTo(first == null ? model : first);
    }
}
