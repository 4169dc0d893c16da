package io.credence.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.driver.UserException;
import io.credence.kernels.layer.Normalization;
import org.junit.jupiter.api.Test;

class StepNetworkTest {
    private static StepNetwork network(String image, String convolutions) {
        return new StepNetwork(13, image, convolutions, 128, 1, 10, Normalization.NONE, 0, 0);
    }

    @Test
    void member_withTwoConvolutions_hasTheirWeightsAndThoseOfTheDenseLayers() {
        StepNetwork network = network("28x20x3", "16:5:2,32:3:1");

        int weights = 25 * 3 * 16 + 16 + 9 * 16 * 32 + 32 + 14 * 10 * 32 * 128 + 128 + 128 * 10 + 10;
        assertThat(network.member().layout().trained()).isEqualTo(weights);
        assertThat(network.features()).isEqualTo(28 * 20 * 3);
    }

    @Test
    void multiplications_ofAConvolution_countEveryWindowPosition() {
        double convolution = 28 * 20 * 25 * 3 * 16;

        assertThat(network("28x20x3", "16:5:2").multiplications())
                .isEqualTo(convolution + 14 * 10 * 16 * 128 + 128 * 10);
    }

    @Test
    void member_withTwoOutputs_learnsAMeanAndAVariance() {
        StepNetwork dense = new StepNetwork(13, "", "", 50, 1, 2, Normalization.NONE, 0, 0);

        assertThat(dense.isRegression()).isTrue();
        assertThat(dense.member().layout().trained()).isEqualTo(13 * 50 + 50 + 50 * 2 + 2);
    }

    @Test
    void new_malformedConvolutions_areRejectedWithTheAllowedForm() {
        assertThatThrownBy(() -> network("28x28x1", "16x5"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--convolutions is 16x5")
                .hasMessageContaining("16:5:2");
        assertThatThrownBy(() -> network("28x28", ""))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--image is 28x28; it must be");
    }

    @Test
    void new_convolutionsWithoutAnImage_areRejected() {
        assertThatThrownBy(() -> network("", "16:5:2"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--image");
    }
}
