package io.credence.kernels.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializationTest {
    @ParameterizedTest
    @CsvSource({"XAVIER_UNIFORM, 0.005", "XAVIER_NORMAL, 0.005", "HE_UNIFORM, 0.02", "HE_NORMAL, 0.02", "ZEROS, 0"})
    void weights_100InputsAnd300Outputs_haveThePublishedVariance(Initialization choice, double variance) {
        float[] weights = new float[30_000];

        Initializer.weights(choice, 100, 300).fill(weights, 0, weights.length, stream());

        double mean = 0;
        double square = 0;
        for (float weight : weights) {
            mean += weight / weights.length;
            square += (double) weight * weight / weights.length;
        }
        assertThat(mean).isCloseTo(0, within(0.003));
        assertThat(square).isCloseTo(variance, within(variance * 0.03));
    }

    @Test
    void weights_uniform_stayWithinTheBound() {
        float[] weights = new float[10_000];

        Initializer.weights(Initialization.HE_UNIFORM, 6, 1).fill(weights, 0, weights.length, stream());

        for (float weight : weights) {
            assertThat(weight).isBetween(-1f, 1f);
        }
    }

    @Test
    void normalByGroup_repeatsADrawInEveryGroup_andStartsAgain() {
        float[] values = new float[7];

        new Initializer.NormalByGroup(2, List.of(3, 1)).fill(values, 1, 6, stream());

        assertThat(values[0]).isZero();
        assertThat(values[1]).isNotZero().isEqualTo(values[2]).isEqualTo(values[3]);
        assertThat(values[4]).isNotEqualTo(values[3]);
        assertThat(values[5]).isEqualTo(values[6]).isNotEqualTo(values[1]).isNotEqualTo(values[4]);
    }

    @Test
    void normalByGroup_withoutValues_isRejected() {
        assertThatThrownBy(() -> new Initializer.NormalByGroup(1, List.of(2, 0)))
                .hasMessageContaining("[2, 0]; there must be at least 1, each of at least 1");
    }

    @ParameterizedTest
    @CsvSource({"TANH, XAVIER_NORMAL", "SIGMOID, XAVIER_NORMAL", "RELU, HE_NORMAL", "LEAKY_RELU, HE_NORMAL"})
    void resolve_auto_followsTheActivation(Activation activation, Initialization expected) {
        assertThat(Initialization.AUTO.resolve(activation)).isEqualTo(expected);
        assertThat(Initialization.ZEROS.resolve(activation)).isEqualTo(Initialization.ZEROS);
    }

    @Test
    void forHiddenLayer_zeros_isRejectedWithTheReason() {
        assertThatThrownBy(Initialization.ZEROS::forHiddenLayer)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("equal gradients and stay equal forever");
        assertThat(Initialization.HE_NORMAL.forHiddenLayer()).isEqualTo(Initialization.HE_NORMAL);
    }

    @Test
    void variance_auto_isRejected() {
        assertThatThrownBy(() -> Initialization.AUTO.variance(1, 1)).hasMessageContaining("resolves");
    }

    private static RandomStream stream() {
        return new RandomStream(3, Purpose.INITIALIZATION, 0);
    }
}
