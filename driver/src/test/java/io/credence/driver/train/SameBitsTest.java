package io.credence.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.train.schedule.GangSettings;
import io.credence.spark.testing.SparkCluster;
import io.credence.spark.testing.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For each number of replicas, training gives the same model on any number of tasks and executors. Every build runs
 * one core of this process, two executors of two cores, and dynamic allocation; {@code bin/same-bits} runs the others.
 */
class SameBitsTest {
    /** The first model for each number of replicas and other settings, which all others must equal. */
    private static final Map<List<String>, byte[]> MODELS = new ConcurrentHashMap<>();

    private static final Map<List<String>, Integer> COMPARISONS = new ConcurrentHashMap<>();

    @Nested
    @SparkCluster(executors = 2, cores = 2)
    class TwoExecutorsOfTwoCores {
        private SparkSession spark;

        @ParameterizedTest
        @CsvSource({"2,2", "4,2", "4,4", "8,4"})
        void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
            requireSameBits(spark, replicas, tasks);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4})
        void model_ofReplicasThatAverageWeights_isTheSame(int tasks) throws IOException {
            requireSameBits(spark, 4, tasks, "training.localSteps=3");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void model_ofReplicasThatShareBatchStatistics_isTheSame(int tasks) throws IOException {
            requireSameBits(spark, 2, tasks, "network.normalization=synchronized-batch");
        }
    }

    /** The reference, which needs no executors. */
    @Nested
    @SparkTest(cores = 1)
    class OneCoreOfThisProcess {
        private SparkSession spark;

        @ParameterizedTest
        @ValueSource(ints = {2, 4, 8})
        void model_ofReplicasOnOneTask_isTheSame(int replicas) throws IOException {
            requireSameBits(spark, replicas, 1);
        }
    }

    /** With dynamic allocation Spark rejects barrier stages, so training uses one task for each member. */
    @Nested
    @SparkCluster(
            executors = 1,
            cores = 2,
            conf = {
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.shuffleTracking.enabled=true",
                "spark.dynamicAllocation.initialExecutors=1"
            })
    class DynamicExecutors {
        private SparkSession spark;

        @Test
        void model_ofReplicasWithDynamicAllocation_isThatOfOneTask() throws IOException {
            requireSameBits(spark, 4, 4, 1);
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
            @CsvSource({"1,1", "2,1", "4,1", "8,1", "8,2"})
            void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 1, cores = 1)
        class OneExecutorOfOneCore {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "4,1", "8,1"})
            void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 1, cores = 2)
        class OneExecutorOfTwoCores {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "8,1", "8,2"})
            void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 2, cores = 1)
        class TwoExecutorsOfOneCore {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "8,1", "8,2"})
            void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 3, cores = 1)
        class ThreeExecutorsOfOneCore {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "8,1", "8,2"})
            void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }

        @Nested
        @SparkCluster(executors = 3, cores = 2)
        class ThreeExecutorsOfTwoCores {
            private SparkSession spark;

            @ParameterizedTest
            @CsvSource({"1,1", "2,1", "2,2", "4,1", "4,2", "4,4", "8,1", "8,2", "8,4"})
            void model_ofReplicasOnTasks_isTheSame(int replicas, int tasks) throws IOException {
                requireSameBits(spark, replicas, tasks);
            }
        }
    }

    /** Requires that every model has been compared with another one. */
    @AfterAll
    static void requireComparisons() {
        assertThat(COMPARISONS.values()).allSatisfy(count -> assertThat(count).isGreaterThan(1));
    }

    private static void requireSameBits(SparkSession spark, int replicas, int tasks, String... more)
            throws IOException {
        requireSameBits(spark, replicas, tasks, tasks, more);
    }

    /**
     * @param maxTasks the maximum number of tasks allowed
     * @param tasks the expected number of tasks
     */
    private static void requireSameBits(SparkSession spark, int replicas, int maxTasks, int tasks, String... more)
            throws IOException {
        List<String> settings =
                new ArrayList<>(List.of("ensemble.members=1", "training.replicas=" + replicas, "network.dropout=0.1"));
        settings.addAll(List.of(more));
        Path directory = Files.createTempDirectory("same-bits");
        Trainings trainings = Trainings.in(directory, 600);
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        new TrainJob(spark, GangSettings.of(spark.sparkContext().getConf()).withMaxTasks(maxTasks))
                .run(trainings.configuration("run", settings.toArray(String[]::new)), new TrainOptions(false));
        byte[] model = trainings.weights("run");
        assertThat(stages.ofMembers(spark)).containsExactly(tasks);
        byte[] first = MODELS.putIfAbsent(settings, model);
        COMPARISONS.merge(settings, 1, Integer::sum);
        assertThat(model).isEqualTo(first == null ? model : first);
    }
}
