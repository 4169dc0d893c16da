package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.specification.AdversarialSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.schedule.Schedule;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once compiled, a training step allocates nothing, from reading rows to the optimiser's update. */
class StepAllocationTest {
    private static final int FEATURES = 5;
    private static final int STEPS = 50;
    private static final int EPOCHS = 1000;
    private static final ArrayShard ROWS = ArrayShard.random(32 * STEPS, FEATURES, 7, x -> x[0] - x[1]);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The bytes allocated in each epoch, without its first step and its last step, which is inspected. */
    private final long[] allocated = new long[EPOCHS];

    private void count(int epoch, int step, int rows, double loss, long computeNanos, long exchangeNanos) {
        if (step == 0) {
            allocated[epoch] = -threads.getCurrentThreadAllocatedBytes();
        } else if (step == STEPS - 2) {
            allocated[epoch] += threads.getCurrentThreadAllocatedBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, cosine, false, false", "4, step, false, false", "2, cosine, true, false", "2, cosine, false, true"})
    void steps_onceCompiled_allocateNothing(int replicas, String schedule, boolean adversarial, boolean variational) {
        Prior prior = variational ? new Prior.Gaussian(null) : null;
        TrainingSpec training = new TrainingSpec(
                        null,
                        null,
                        schedule.equals("step") ? new Schedule.Step(null, null, null) : new Schedule.Cosine(null, null),
                        EPOCHS,
                        32,
                        replicas,
                        null,
                        1.0,
                        null,
                        adversarial ? new AdversarialSpec(null) : null,
                        0.99,
                        null,
                        null)
                .resolvedFor(Task.REGRESSION);
        NetworkSpec spec = new NetworkSpec(
                List.of(8), null, null, null, null, null, null, null, null, new NumericEmbedding.PiecewiseLinear(4, 3));
        List<FeatureColumn> columns = IntStream.range(0, FEATURES)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .toList();
        Encoding encoding = new Encoding(columns, new LabelColumn.Target("y", 0, 1));

        new MemberTrainer(
                        MemberNetwork.of(spec, prior, training.loss(), encoding),
                        training,
                        ROWS.split(replicas),
                        List.of())
                .train(new MemberStart(0, 0, 1), this::count);

        assertThat(Arrays.stream(allocated).skip(EPOCHS / 2))
                .as("bytes by epoch; compilation may add to some of them")
                .contains(0L);
    }
}
