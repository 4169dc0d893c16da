package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.optimizer.Updater;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.simd.product.Gemm;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.update.Updates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorModuleTest {
    /** The ways in which a program may first use the kernels. */
    enum Entry {
        MATRIX,
        PRODUCT,
        PLAN,
        OPTIMIZER,
        UPDATE,
        SUM;

        public static void main(String[] arguments) {
            Graph graph = new Graph();
            switch (valueOf(arguments[0])) {
                case MATRIX -> Matrix.zeros(1, 1);
                case PRODUCT -> new Gemm().close();
                case PLAN ->
                    Plan.inference(graph, 1, graph.input("x", Shape.batchOf(1))).compile(new float[0]);
                case UPDATE -> Updates.sgd(new float[1], new float[1], 0, 1, new Updates.Step().set(1, 1, 0, 0));
                case SUM -> Reductions.sum(new float[1], 0, 1);
                case OPTIMIZER -> new Updater(new Optimizer.Sgd(null, null, null, null), graph.layout(), null);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void firstUse_withoutTheVectorModule_namesTheFlag(Entry entry) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Entry.class.getName(),
                        entry.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output).contains("pass --add-modules=jdk.incubator.vector to java");
    }
}
