package io.credence.kernels.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.loss.SquaredError;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.image.Window;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that process a batch a few images at a time: here, five images in parts of two, two and one. */
class ImagePartsTest {
    private static final int IMAGES = 5;
    private static final Window CONVOLVED = new Window(32, 32, 1, 10, 10, 1, 0);
    private static final Window POOLED = new Window(128, 128, 2, 2, 2, 2, 0);

    static Stream<Arguments> operations() {
        return Stream.of(
                Arguments.of(new Convolve(CONVOLVED, Activation.TANH), CONVOLVED, 3),
                Arguments.of(new Pool(POOLED, true), POOLED, 2),
                Arguments.of(new Pool(POOLED, false), POOLED, 2));
    }

    /** A single image is not divided; {@link GradientCheckTest} verifies that case. */
    @ParameterizedTest
    @MethodSource("operations")
    void batchInParts_equalsItsImagesProcessedSeparately(Operation operation, Window window, int channels) {
        Random random = new Random(4);
        float[] pixels = gaussians(random, IMAGES * window.imageSize());
        float[] targets = gaussians(random, IMAGES * window.patches() * channels);
        Images together = new Images(operation, window, channels, IMAGES);
        together.run(pixels, targets, 0);
        double[] parameterGradient = new double[together.gradient.length];
        for (int image = 0; image < IMAGES; image++) {
            Images alone = new Images(operation, window, channels, 1);
            alone.run(pixels, targets, image);
            assertRow(together.plan.value(together.output), image, alone.plan.value(alone.output));
            assertRow(together.plan.gradient(together.input), image, alone.plan.gradient(alone.input));
            for (int i = 0; i < parameterGradient.length; i++) {
                parameterGradient[i] += alone.gradient[i];
            }
        }
        for (int i = 0; i < parameterGradient.length; i++) {
            assertThat((double) together.gradient[i])
                    .isCloseTo(parameterGradient[i], within(1e-5 * Math.max(100, Math.abs(parameterGradient[i]))));
        }
    }

    private static void assertRow(Matrix together, int row, Matrix alone) {
        for (int i = 0; i < alone.columns(); i++) {
            assertThat(together.data()[together.row(row) + i])
                    .isCloseTo(alone.data()[alone.offset() + i], within(1e-4f));
        }
    }

    private static float[] gaussians(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** A graph whose loss is the squared distance between an operation's output for some images and given targets. */
    private static final class Images {
        final Graph graph = new Graph();
        final Node input;
        final Node target;
        final Node output;
        final float[] gradient;
        final Plan plan;

        Images(Operation operation, Window window, int channels, int count) {
            input = graph.input("images", Shape.batchOfImages(window.height(), window.width(), window.channels()));
            target = graph.input("targets", Shape.batchOfImages(window.outHeight(), window.outWidth(), channels));
            if (operation instanceof Convolve) {
                Node weight = graph.weight("weight", window.patchSize(), channels, new Initializer.Normal(0.05));
                Node bias = graph.vector("bias", channels, new Initializer.Normal(0.5));
                output = graph.apply("output", operation, input, weight, bias);
                int workspace = operation
                        .workspaces(List.of(input.shape(), weight.shape(), bias.shape()), count, Mode.TRAINING)
                        .get(0)
                        .rows();
                assertThat(workspace).isEqualTo(Math.min(count, 2) * window.patches());
            } else {
                output = graph.apply("output", operation, input);
            }
            Node loss = graph.apply("loss", new SquaredError(), output, target);
            float[] parameters = graph.layout().initialize(1);
            gradient = new float[parameters.length];
            plan = Plan.training(graph, count, loss)
                    .gradientOf(input)
                    .keep(output)
                    .compile(parameters, gradient);
        }

        void run(float[] pixels, float[] targets, int first) {
            fill(plan.value(input), pixels, first);
            fill(plan.value(target), targets, first);
            plan.forward();
            plan.backward(1f, 0, GradientListener.NONE);
        }

        private static void fill(Matrix to, float[] from, int first) {
            System.arraycopy(from, first * to.columns(), to.data(), to.offset(), to.rows() * to.columns());
        }
    }
}
