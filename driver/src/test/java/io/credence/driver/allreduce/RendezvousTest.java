package io.credence.driver.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.credence.spark.testing.SparkTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** How the tasks of a barrier stage of one executor find each other. */
@SparkTest(cores = 4)
class RendezvousTest {
    /** Of the test whose job is cancelled; its tasks run in this process. */
    private static final CountDownLatch WAITING = new CountDownLatch(2);

    private static final CountDownLatch LEFT = new CountDownLatch(1);

    @Test
    void meet_tasksOfOneExecutor_hearEachOtherAndSum(SparkSession spark) {
        assertThat(BarrierStage.run(spark, 4, context -> {
                    try (Seat seat = Rendezvous.meet(context, "gang", "from " + context.partitionId())) {
                        float[] array = {seat.rank() + 1, 1};
                        seat.exchange().sum(array, 0, 2);
                        seat.exchange().finish();
                        return seat.rank() + " of " + seat.size() + " " + seat.messages() + " " + array[0] + " "
                                + array[1];
                    }
                }))
                .containsExactly(
                        "0 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0",
                        "1 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0",
                        "2 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0",
                        "3 of 4 [from 0, from 1, from 2, from 3] 10.0 4.0");
    }

    @Test
    void meet_threeTasks_isRefused(SparkSession spark) {
        assertThatThrownBy(() -> BarrierStage.run(spark, 3, context -> {
                    Rendezvous.meet(context, "gang", "").close();
                    return "";
                }))
                .hasMessageContaining("has 3 tasks; it must have a power of two");
    }

    /** Spark does not interrupt the tasks of a cancelled job unless it is told to. */
    @Test
    void finish_jobCancelledWithoutInterrupt_leavesPromptly(SparkSession spark) throws Exception {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        CompletableFuture<Throwable> job = CompletableFuture.supplyAsync(() -> {
            context.setJobGroup("cancelled", "a gang that never finishes", false);
            return catchThrowable(() -> BarrierStage.run(spark, 2, RendezvousTest::waitInVain));
        });
        assertThat(WAITING.await(60, TimeUnit.SECONDS)).isTrue();
        context.cancelJobGroup("cancelled");
        assertThat(LEFT.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(job.get(60, TimeUnit.SECONDS)).hasMessageContaining("cancelled job group");
    }

    private static String waitInVain(BarrierTaskContext context) throws InterruptedException {
        try (Seat seat = Rendezvous.meet(context, "cancelled", "")) {
            WAITING.countDown();
            if (seat.rank() == 1) {
                while (!context.isInterrupted()) {
                    Thread.sleep(10);
                }
            } else {
                seat.exchange().sum(new float[1], 0, 1);
                seat.exchange().finish();
            }
        } catch (TaskKilledException e) {
            LEFT.countDown();
            throw e;
        }
        return "";
    }
}
