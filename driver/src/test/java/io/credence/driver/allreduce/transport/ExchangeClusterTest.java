package io.credence.driver.allreduce.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.driver.allreduce.ChunkLayout;
import io.credence.driver.allreduce.Communicator;
import io.credence.ensemble.replica.BalancedTree;
import io.credence.spark.testing.SparkCluster;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** A gang whose executors are separate processes, with Spark's authentication and encryption. */
@SparkCluster(
        cores = 2,
        conf = {"spark.authenticate=true", "spark.authenticate.secret=of the tests", "spark.network.crypto.enabled=true"
        })
class ExchangeClusterTest {
    private static final int LENGTH = 3 * ChunkLayout.FLOATS + 5;

    @Test
    void sum_overTwoExecutorProcesses_equalsTheTreeWithConsecutiveRanksInEachExecutor(SparkSession spark) {
        List<String> results = BarrierStage.run(spark, 4, context -> {
            try (Communicator communicator =
                    Rendezvous.meet(context, "gang", SparkEnv.get().executorId())) {
                float[] array = array(communicator.rank());
                communicator.allReduce().sum(array, LENGTH / 3, LENGTH);
                communicator.allReduce().sum(array, 0, LENGTH / 3);
                communicator.allReduce().finish();
                return String.join(",", communicator.messages()) + " " + Arrays.hashCode(array);
            }
        });
        float[][] arrays =
                IntStream.range(0, 4).mapToObj(ExchangeClusterTest::array).toArray(float[][]::new);
        assertThat(results).hasSize(4).containsOnly("0,0,1,1 " + Arrays.hashCode(BalancedTree.sum(arrays)));
    }

    private static float[] array(int rank) {
        Random random = new Random(rank);
        float[] array = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }
}
