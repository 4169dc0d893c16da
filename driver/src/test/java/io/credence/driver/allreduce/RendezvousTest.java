package io.credence.driver.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.spark.testing.SparkTest;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** How the tasks of a barrier stage of one executor find each other. */
@SparkTest(cores = 4)
class RendezvousTest {
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
}
