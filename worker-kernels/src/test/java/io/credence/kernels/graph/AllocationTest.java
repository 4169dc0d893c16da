package io.credence.kernels.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.credence.kernels.init.Initialization;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.layer.Dropout;
import io.credence.kernels.layer.Layer;
import io.credence.kernels.layer.LayerNormalization;
import io.credence.kernels.layer.Residual;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.simd.Activation;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROWS = 20;
    private static final int STEPS = 500;
    private static final int ATTEMPTS = 80;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Vectors live in registers only once the code is compiled, so the first steps do allocate; sooner or later none may. */
    @Test
    void step_afterWarmUp_allocatesNothing() {
        Graph graph = new Graph();
        Node features = graph.input("features", Shape.batchOf(13));
        Node target = graph.input("target", Shape.batchOf(1));
        Dense dense = new Dense(50, Activation.RELU, Initialization.AUTO);
        Node raw = Layer.addAll(
                List.of(
                        dense,
                        new Residual(List.of(dense, new LayerNormalization(), new Dropout(0.1))),
                        new Dense(1, Activation.IDENTITY, Initialization.AUTO)),
                graph,
                "net",
                features);
        Loss loss = new Loss.Mse();
        Node value = loss.addTo(graph, loss.addPrediction(graph, raw), target);
        float[] parameters = graph.layout().initialize(1);
        float[] gradient = new float[parameters.length];
        Plan plan = Plan.training(graph, ROWS, value).compile(parameters, gradient);
        Updater updater = new Updater(new Optimizer.AdamW(null, null, null, null, null), graph.layout(), 1.0);
        long[] rowKeys = new long[ROWS];

        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int step = 0; step < STEPS; step++) {
                plan.forward(rowKeys, step);
                plan.backward(1f / ROWS, 0, GradientListener.NONE);
                updater.step(parameters, gradient, 1);
            }
            least = Math.min(
                    least,
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }

        assertThat(least).isZero();
    }
}
