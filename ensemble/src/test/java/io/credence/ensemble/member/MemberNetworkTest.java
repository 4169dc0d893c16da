package io.credence.ensemble.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.kernels.graph.DropUnits;
import io.credence.kernels.graph.ParameterLayout;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberNetworkTest {
    private static final LabelColumn CLASSES = new LabelColumn.Classes("digit", List.of("0", "1", "2"));
    private static final Prior PRIOR = new Prior.Gaussian(null);

    @Test
    void of_priorAndConvolutions_drawsTheWeightsOfDenseLayersAlone() {
        NetworkSpec spec = new NetworkSpec(
                List.of(5),
                null,
                Normalization.LAYER,
                null,
                0.2,
                null,
                new ImageSpec(1, 4, 4),
                List.of(new ConvolutionSpec(2, null, null, null, null)),
                null);
        MemberNetwork network = MemberNetwork.of(spec, PRIOR, new Loss.CrossEntropy(null), pixels(16));

        assertThat(names(network))
                .containsExactly(
                        "convolution.0.0.weight",
                        "convolution.0.0.bias",
                        "convolution.0.1.gain",
                        "convolution.0.1.bias",
                        "hidden.0.0.weight.mean",
                        "hidden.0.0.weight.rho",
                        "hidden.0.0.bias.mean",
                        "hidden.0.0.bias.rho",
                        "hidden.0.1.gain",
                        "hidden.0.1.bias",
                        "output.weight.mean",
                        "output.weight.rho",
                        "output.bias.mean",
                        "output.bias.rho");
        assertThat(drops(network)).isFalse();
        assertThat(drops(MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(16))))
                .isTrue();
    }

    @Test
    void of_priorAndCategories_keepsTheirVectorsAsNumbers() {
        FeatureColumn category = new FeatureColumn.Indexed("category", List.of("a", "b", "c"), false);
        NetworkSpec spec = new NetworkSpec(List.of(), null, null, null, null, null, null, null, null);
        MemberNetwork network =
                MemberNetwork.of(spec, PRIOR, new Loss.CrossEntropy(null), new Encoding(List.of(category), CLASSES));

        assertThat(names(network))
                .containsExactly(
                        "categories.0.table",
                        "output.weight.mean",
                        "output.weight.rho",
                        "output.bias.mean",
                        "output.bias.rho");
    }

    private static Encoding pixels(int count) {
        return new Encoding(
                IntStream.range(0, count)
                        .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                        .toList(),
                CLASSES);
    }

    private static List<String> names(MemberNetwork network) {
        return network.layout().entries().stream()
                .map(ParameterLayout.Entry::name)
                .toList();
    }

    private static boolean drops(MemberNetwork network) {
        return network.graph().nodes().stream().anyMatch(node -> node.operation() instanceof DropUnits);
    }
}
