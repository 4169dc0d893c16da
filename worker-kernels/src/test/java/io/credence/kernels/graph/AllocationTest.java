package io.credence.kernels.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.credence.kernels.init.Initialization;
import io.credence.kernels.layer.BatchNormalization;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.layer.Dropout;
import io.credence.kernels.layer.Layer;
import io.credence.kernels.layer.LayerNormalization;
import io.credence.kernels.layer.Residual;
import io.credence.kernels.layer.RmsNormalization;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.simd.Activation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steady state of training: vectors live in registers only once the code is compiled, and from then on no step may allocate. */
class AllocationTest {
    private static final int ROWS = 20;
    private static final int STEPS = 100;
    private static final int CALM_BLOCKS = 10;
    private static final long WARM_UP_NANOS = 40_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A loss of each kind, beside the layers and activations that the others leave out. */
    enum Network {
        LIKELIHOOD(new Loss.GaussianNll(0.5, null), 1, new LayerNormalization(), Activation.RELU),
        SQUARES(new Loss.Mse(), 1, new RmsNormalization(), Activation.SILU),
        CLASSES(new Loss.CrossEntropy(0.1), 3, new BatchNormalization(), Activation.GELU),
        FOCUSED(new Loss.Focal(null, null, null), 3, new BatchNormalization(), Activation.TANH);

        private final Loss loss;
        private final int width;
        private final List<Layer> layers;

        Network(Loss loss, int width, Layer normalization, Activation activation) {
            this.loss = loss;
            this.width = width;
            Dense dense = new Dense(50, activation, Initialization.AUTO);
            this.layers = List.of(
                    dense,
                    new Residual(List.of(dense, normalization, new Dropout(0.1))),
                    new Dense(loss.outputs(width), Activation.IDENTITY, Initialization.AUTO));
        }
    }

    @ParameterizedTest
    @EnumSource
    void step_onceCompiled_allocatesNothing(Network network) {
        Graph graph = new Graph();
        Node features = graph.input("features", Shape.batchOf(13));
        Node target = graph.input("target", Shape.batchOf(1));
        Node raw = Layer.addAll(network.layers, graph, "net", features);
        Node value = network.loss.addTo(graph, network.loss.addPrediction(graph, raw), target);
        float[] parameters = graph.layout().initialize(1);
        float[] gradient = new float[parameters.length];
        Plan plan = Plan.training(graph, ROWS, value).compile(parameters, gradient);
        Updater updater = new Updater(new Optimizer.AdamW(null, null, null, null, null), graph.layout(), 1.0);
        long[] rowKeys = new long[ROWS];

        int step = 0;
        int calm = 0;
        List<Long> last = new ArrayList<>();
        long end = System.nanoTime() + WARM_UP_NANOS;
        while (calm < CALM_BLOCKS && System.nanoTime() < end) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int until = step + STEPS; step < until; step++) {
                plan.forward(rowKeys, step);
                plan.backward(1f / ROWS, 0, GradientListener.NONE);
                updater.step(parameters, gradient, 1);
            }
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            calm = bytes == 0 ? calm + 1 : 0;
            last.add(bytes);
        }

        assertThat(calm)
                .as("blocks of %d steps without allocation, of %s", STEPS, last)
                .isEqualTo(CALM_BLOCKS);
    }
}
