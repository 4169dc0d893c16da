package io.credence.driver.allreduce.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.credence.driver.allreduce.Communicator;
import io.credence.spark.testing.SparkTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The rendezvous of barrier tasks in one executor. */
@SparkTest(cores = 4)
class RendezvousTest {
    /** The latches of the test that cancels its job. They are static because its tasks run in this process. */
    private static final CountDownLatch WAITING = new CountDownLatch(2);

    private static final CountDownLatch LEFT = new CountDownLatch(1);

    @Test
    void meet_inOneExecutor_deliversAllMessagesAndSums(SparkSession spark) {
        assertThat(BarrierStage.run(spark, 4, context -> {
                    try (Communicator communicator =
                            Rendezvous.meet(context, "gang", "from " + context.partitionId())) {
                        float[] array = {communicator.rank() + 1, 1};
                        communicator.allReduce().sum(array, 0, 2);
                        communicator.allReduce().finish();
                        return communicator.rank() + " of " + communicator.worldSize() + " " + communicator.messages()
                                + " " + array[0] + " " + array[1];
                    }
                }))
                .containsExactly(
                        "0 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0",
                        "1 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0",
                        "2 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0",
                        "3 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0");
    }

    @Test
    void meet_ofThreeTasks_throws(SparkSession spark) {
        assertThatThrownBy(() -> BarrierStage.run(spark, 3, context -> {
                    Rendezvous.meet(context, "gang", "").close();
                    return "";
                }))
                .hasMessageContaining("has 3 tasks; the number must be a power of two");
    }

    /** By default Spark does not interrupt the tasks of a cancelled job. */
    @Test
    void finish_inAJobCancelledWithoutInterrupt_endsPromptly(SparkSession spark) throws Exception {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        CompletableFuture<Throwable> job = CompletableFuture.supplyAsync(() -> {
            context.setJobGroup("cancelled", "a gang that never finishes", false);
            return catchThrowable(() -> BarrierStage.run(spark, 2, RendezvousTest::waitUntilKilled));
        });
        assertThat(WAITING.await(60, TimeUnit.SECONDS)).isTrue();
        context.cancelJobGroup("cancelled");
        assertThat(LEFT.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(job.get(60, TimeUnit.SECONDS)).hasMessageContaining("cancelled job group");
    }

    private static String waitUntilKilled(BarrierTaskContext context) throws InterruptedException {
        try (Communicator communicator = Rendezvous.meet(context, "cancelled", "")) {
            WAITING.countDown();
            if (communicator.rank() == 1) {
                while (!context.isInterrupted()) {
                    Thread.sleep(10);
                }
            } else {
                communicator.allReduce().sum(new float[1], 0, 1);
                communicator.allReduce().finish();
            }
        } catch (TaskKilledException e) {
            LEFT.countDown();
            throw e;
        }
        return "";
    }
}
