package io.credence.kernels.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.operation.Activate;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    /**
     * At z = 10 and y = 0, the gradient of squared error after a sigmoid is nearly 0, but that of cross-entropy is not.
     * Squared error of classes compares both probabilities, so for two classes it is twice that of one sigmoid.
     */
    @Test
    void gradientAtSaturation_vanishesForSquaredError_butNotForCrossEntropy() {
        double s = 1 / (1 + Math.exp(-10));
        Graph graph = new Graph();
        Node z = graph.input("z", Shape.batchOf(1));
        Node y = graph.input("y", Shape.batchOf(1));
        Node probability = graph.apply("s", new Activate(Activation.SIGMOID), z);
        Node squared = graph.apply("squared", new SquaredError(), probability, y);

        assertThat(gradient(graph, squared, z, y, new float[] {10}, 0)[0])
                .isCloseTo(s * s * (1 - s), within(1e-7))
                .isLessThan(5e-5);
        assertThat(gradient(new Loss.Mse(), new float[] {0, 10}, 0)[1])
                .isCloseTo(2 * s * s * (1 - s), within(1e-7))
                .isLessThan(1e-4);
        assertThat(gradient(new Loss.BinaryCrossEntropy(null), new float[] {10}, 0)[0])
                .isCloseTo(s, within(1e-6))
                .isGreaterThan(0.9999);
        assertThat(gradient(new Loss.CrossEntropy(null), new float[] {0, 10}, 0)[1])
                .isCloseTo(s, within(1e-6))
                .isGreaterThan(0.9999);
    }

    @Test
    void mse_ofClasses_hasTheGradientOfSquaredErrorAfterSoftmax() {
        double[] classes = gradient(new Loss.Mse(), new float[] {1, 2, 0}, 1);
        double sum = Math.exp(1) + Math.exp(2) + 1;
        double[] p = {Math.exp(1) / sum, Math.exp(2) / sum, 1 / sum};
        double[] error = {p[0], p[1] - 1, p[2]};
        double mean = p[0] * error[0] + p[1] * error[1] + p[2] * error[2];

        for (int k = 0; k < 3; k++) {
            assertThat(classes[k]).isCloseTo(p[k] * (error[k] - mean), within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1e30f, 100f, 0f, -100f, -1e30f})
    void crossEntropy_anyFiniteLogit_hasTheGradientProbabilityMinusLabel(float logit) {
        double[] gradient = gradient(new Loss.CrossEntropy(null), new float[] {logit, 0}, 1);
        double p = 1 / (1 + Math.exp(-(double) logit));

        assertThat(gradient[0]).isCloseTo(p, within(1e-6));
        assertThat(gradient[1]).isCloseTo(-p, within(1e-6));
    }

    /** The difference of two finite logits may exceed the largest float. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void classLosses_logitDifferenceBeyondTheFloatRange_areFiniteWithCorrectGradients(double smoothing) {
        float[] logits = {Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE, 0};
        for (Loss loss : List.of(new Loss.CrossEntropy(smoothing), new Loss.Focal(null, null, smoothing))) {
            for (int label = 0; label < logits.length; label++) {
                assertThat(value(loss, logits, label))
                        .as("%s of class %d", loss.name(), label)
                        .isFinite();
            }
        }
        double[] gradient = gradient(new Loss.CrossEntropy(smoothing), logits, 1);
        assertThat(gradient[0]).isCloseTo(1 - smoothing / 4, within(1e-6));
        assertThat(gradient[1]).isCloseTo(smoothing - 1 - smoothing / 4, within(1e-6));
        assertThat(gradient[2]).isCloseTo(-smoothing / 4, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MAX_VALUE, 1e30f, 100f, 1.5f, 0f, -2f, -100f, -1e30f, -Float.MAX_VALUE})
    void binaryCrossEntropy_anyFiniteLogit_hasAFiniteLossAndTheGradientProbabilityMinusLabel(float logit) {
        for (double smoothing : new double[] {0, 0.1}) {
            Loss loss = new Loss.BinaryCrossEntropy(smoothing);
            for (int label = 0; label < 2; label++) {
                double q = label * (1 - smoothing) + smoothing / 2;
                double z = logit;
                double expected = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - q * z;

                assertThat(gradient(loss, new float[] {logit}, label)[0])
                        .isCloseTo(1 / (1 + Math.exp(-z)) - q, within(1e-6));
                assertThat(value(loss, new float[] {logit}, label))
                        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(z))));
            }
        }
    }

    @Test
    void binaryCrossEntropy_hasOneOutput_andPredictsOneLogitPerClass() {
        Loss loss = new Loss.BinaryCrossEntropy(null);
        Graph graph = new Graph();
        Node raw = graph.input("raw", Shape.batchOf(loss.outputs(2)));

        assertThat(raw.shape().columns()).isOne();
        assertThat(loss.addPrediction(graph, raw).shape()).isEqualTo(Shape.batchOf(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void binaryCrossEntropy_forMoreOrFewerThanTwoClasses_isRejected(int classes) {
        assertThatThrownBy(() -> new Loss.BinaryCrossEntropy(null).outputs(classes))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("name is binary-cross-entropy; it must be cross-entropy when there are " + classes
                        + " classes, because a single logit separates only two");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void focal_gammaZero_equalsCrossEntropy(double smoothing) {
        float[] logits = {0.3f, -2, 5};

        double[] focal = gradient(new Loss.Focal(0.0, null, smoothing), logits, 2);
        double[] entropy = gradient(new Loss.CrossEntropy(smoothing), logits, 2);

        for (int k = 0; k < 3; k++) {
            assertThat(focal[k]).isCloseTo(entropy[k], within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 2})
    void focal_anyFiniteLogits_hasAFiniteGradient(double gamma) {
        for (float far : new float[] {Float.MAX_VALUE, 1e30f, 100f, -Float.MAX_VALUE}) {
            for (int label = 0; label < 2; label++) {
                for (double slope : gradient(new Loss.Focal(gamma, null, null), new float[] {far, -far}, label)) {
                    assertThat(slope).isFinite();
                }
            }
        }
    }

    @Test
    void gaussianNll_byDefault_isThePlainLikelihood() {
        Loss.GaussianNll loss = new Loss.GaussianNll(null, null);

        assertThat(loss.beta()).isZero();
        assertThat(loss.varianceFloor()).isEqualTo(1e-6);
        assertThat(loss.outputs(3)).isEqualTo(6);
    }

    @Test
    void labelSmoothing_aboveTwoTenths_warns() {
        assertThat(new Loss.CrossEntropy(0.3).warnings())
                .singleElement()
                .asString()
                .contains("above 0.2");
        assertThat(new Loss.Focal(null, null, 0.3).warnings()).hasSize(1);
        assertThat(new Loss.BinaryCrossEntropy(0.3).warnings()).hasSize(1);
        assertThat(new Loss.CrossEntropy(0.1).warnings()).isEmpty();
        assertThat(new Loss.CrossEntropy(null).labelSmoothing()).isZero();
    }

    @Test
    void settings_outOfRange_nameTheKeyAndTheRange() {
        assertThatThrownBy(() -> new Loss.CrossEntropy(1.0))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("labelSmoothing is 1.0; it must be at least 0 and below 1");
        assertThatThrownBy(() -> new Loss.GaussianNll(1.5, null))
                .hasMessage("beta is 1.5; it must be at least 0 and at most 1");
        assertThatThrownBy(() -> new Loss.Focal(null, List.of(1.0, -1.0), null))
                .hasMessage("alpha is [1.0, -1.0]; it must be one number above 0 per class");
        assertThatThrownBy(() -> new Loss.Triplet(0.0, null)).hasMessage("margin is 0.0; it must be above 0");
    }

    @Test
    void focal_wrongNumberOfClassWeights_isRejectedWhenTheGraphIsBuilt() {
        assertThatThrownBy(() -> gradient(new Loss.Focal(null, List.of(1.0, 1.0), null), new float[] {1, 2, 3}, 0))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("alpha is [1.0, 1.0]; it must be one number for each of the 3 classes, or none");
    }

    @Test
    void crossEntropy_labelBeyondTheClasses_isRejected() {
        assertThatThrownBy(() -> gradient(new Loss.CrossEntropy(null), new float[] {1, 2}, 2))
                .hasMessage("label of row 0 of the batch is 2.0; it must be an integer from 0 to 1");
    }

    /** Returns the gradient of one row's loss with respect to its raw outputs. */
    private static double[] gradient(Loss loss, float[] outputs, float target) {
        Graph graph = new Graph();
        Node raw = graph.input("raw", Shape.batchOf(outputs.length));
        Node label = graph.input("label", Shape.batchOf(1));
        Node value = loss.addTo(graph, loss.addPrediction(graph, raw), label);
        return gradient(graph, value, raw, label, outputs, target);
    }

    /** Returns the loss of one row. */
    private static double value(Loss loss, float[] outputs, float target) {
        Graph graph = new Graph();
        Node raw = graph.input("raw", Shape.batchOf(outputs.length));
        Node label = graph.input("label", Shape.batchOf(1));
        Node value = loss.addTo(graph, loss.addPrediction(graph, raw), label);
        Plan plan = Plan.inference(graph, 1, value).compile(new float[0]);
        System.arraycopy(outputs, 0, plan.value(raw).data(), plan.value(raw).offset(), outputs.length);
        plan.value(label).data()[plan.value(label).offset()] = target;
        plan.forward();
        return plan.value(value).data()[plan.value(value).offset()];
    }

    private static double[] gradient(Graph graph, Node loss, Node raw, Node label, float[] outputs, float target) {
        Plan plan = Plan.training(graph, 1, loss).gradientOf(raw).compile(new float[0], new float[0]);
        System.arraycopy(outputs, 0, plan.value(raw).data(), plan.value(raw).offset(), outputs.length);
        plan.value(label).data()[plan.value(label).offset()] = target;
        plan.forward();
        plan.backward(1, 0, GradientListener.NONE);
        Matrix gradient = plan.gradient(raw);
        double[] values = new double[outputs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = gradient.data()[gradient.offset() + i];
        }
        return values;
    }
}
