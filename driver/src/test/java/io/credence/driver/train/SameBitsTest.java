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
 * For each number of replicas there is one model, whatever tasks carry them and whatever executors run those. One core of this process, two
 * executors of two cores and dynamic executors run in every build, the others by {@code bin/same-bits}.
 */
class SameBitsTest {
    /** The first model of each number of replicas and other settings: what all others must be. */
    private static final Map<List<String>, byte[]> MODELS = new ConcurrentHashMap<>();

    private static final Map<List<String>, Integer> COMPARISONS = new ConcurrentHashMap<>();

    @Nested
    @SparkCluster(executors = 2, cores = 2)
    class TwoExecutorsOfTwoCores {
        private SparkSession spark;

        @ParameterizedTest
        @CsvSource({"2,2", "4,2", "4,4", "8,4"})
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

    /** The reference that needs no executor. */
    @Nested
    @SparkTest(cores = 1)
    class OneCoreOfThisProcess {
        private SparkSession spark;

        @ParameterizedTest
        @ValueSource(ints = {2, 4, 8})
        void replicas_onOneTask(int replicas) throws IOException {
            requireSameBits(spark, replicas, 1);
        }
    }

    /** Spark refuses barrier stages where it adds and removes executors by itself; training does without them. */
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
        void replicas_onOneTaskWhateverTheLimit() throws IOException {
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

    /** What is never compared shows nothing. */
    @AfterAll
    static void requireComparisons() {
        assertThat(COMPARISONS.values()).allSatisfy(count -> assertThat(count).isGreaterThan(1));
    }

    private static void requireSameBits(SparkSession spark, int replicas, int tasks, String... more)
            throws IOException {
        requireSameBits(spark, replicas, tasks, tasks, more);
    }

    /**
     * @param mostTasks what is allowed
     * @param tasks what it comes to
     */
    private static void requireSameBits(SparkSession spark, int replicas, int mostTasks, int tasks, String... more)
            throws IOException {
        List<String> settings =
                new ArrayList<>(List.of("ensemble.members=1", "training.replicas=" + replicas, "network.dropout=0.1"));
        settings.addAll(List.of(more));
        Path directory = Files.createTempDirectory("same-bits");
        Trainings trainings = Trainings.in(directory, 600);
        StageSizes stages = new StageSizes();
        spark.sparkContext().addSparkListener(stages);
        new TrainJob(spark, GangSettings.of(spark.sparkContext().getConf()).withMaxTasks(mostTasks))
                .run(trainings.configuration("run", settings.toArray(String[]::new)), new TrainOptions(false));
        byte[] model = trainings.weights("run");
        assertThat(stages.ofMembers(spark)).containsExactly(tasks);
        byte[] first = MODELS.putIfAbsent(settings, model);
        COMPARISONS.merge(settings, 1, Integer::sum);
        assertThat(model).isEqualTo(first == null ? model : first);
    }
}
