package io.credence.ensemble.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.specification.ConvolutionSpec;
import io.credence.ensemble.specification.ImageSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Convolution;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.layer.Pooling;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.operation.DropUnits;
import io.credence.kernels.operation.Pool;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberNetworkTest {
    private static final LabelColumn CLASSES = new LabelColumn.Classes("digit", List.of("0", "1", "2"));
    private static final Prior PRIOR = new Prior.Gaussian(null);

    @Test
    void of_priorAndConvolutions_drawsOnlyTheWeightsOfDenseLayers() {
        NetworkSpec spec = new NetworkSpec(
                List.of(5),
                null,
                Normalization.LAYER,
                null,
                0.2,
                null,
                new ImageSpec(1, 4, 4),
                List.of(new ConvolutionSpec(2, null, null, null, null, null)),
                null,
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
        assertThat(dropsUnits(network)).isFalse();
        assertThat(dropsUnits(MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(16))))
                .isTrue();
    }

    @Test
    void of_priorAndCategories_keepsEmbeddingsAsPlainNumbers() {
        FeatureColumn category = new FeatureColumn.Indexed("category", List.of("a", "b", "c"), false);
        NetworkSpec spec = new NetworkSpec(List.of(), null, null, null, null, null, null, null, null, null);
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

    @Test
    void of_numericEmbedding_replacesNumbersBeforeCategoriesAndKeepsTheOtherValues() {
        Encoding encoding = new Encoding(
                List.of(
                        new FeatureColumn.Numeric("age", 0, 1, true),
                        new FeatureColumn.Categorical("sex", List.of("f", "m"), false, false),
                        new FeatureColumn.Numeric("pay", 0, 1, false),
                        new FeatureColumn.Indexed("city", List.of("a", "b", "c"), false)),
                CLASSES);
        NetworkSpec spec = embedding(new NumericEmbedding.PiecewiseLinear(4, 5));
        MemberNetwork network = MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), encoding);

        assertThat(names(network))
                .containsExactly(
                        "numbers.linear",
                        "numbers.bins",
                        "numbers.bias",
                        "categories.0.table",
                        "output.weight",
                        "output.bias");
        assertThat(network.layout().entry("numbers.bins").rows()).isEqualTo(2 * 4);
        List<Integer> widths = new NetworkLayers(new Graph(), spec, null).featureWidths(encoding);
        assertThat(widths).containsExactly(1, 5, 2, 5, 2);
        assertThat(shapeBeforeOutput(network)).isEqualTo(Shape.batchOf(1 + 5 + 2 + 5 + 2));
    }

    @Test
    void of_numericEmbedding_keepsRowsWithoutNumbersAndLongVectors() {
        List<NumberScaling> scalings =
                Collections.nCopies(NumericFeatures.LONGEST_VECTOR + 1, new NumberScaling.Standard(0, 1));
        NetworkSpec spec = embedding(new NumericEmbedding.Periodic(4, 3, null));
        Encoding longVector = new Encoding(List.of(new FeatureColumn.Vector("text", scalings)), CLASSES);
        Encoding shortVector =
                new Encoding(List.of(new FeatureColumn.Vector("text", scalings.subList(1, scalings.size()))), CLASSES);

        assertThat(names(MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), longVector)))
                .containsExactly("output.weight", "output.bias");
        assertThat(shapeBeforeOutput(MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), shortVector)))
                .isEqualTo(Shape.batchOf(3 * NumericFeatures.LONGEST_VECTOR));
    }

    @Test
    void numericEmbeddingOfAnImage_isRejected() {
        assertThatThrownBy(() -> new NetworkSpec(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new ImageSpec(1, 4, 4),
                        null,
                        null,
                        new NumericEmbedding.PiecewiseLinear(null, null)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("numericEmbedding is piecewise-linear; it must be none if there is an image, whose pixels"
                        + " are its numbers");
    }

    private static NetworkSpec embedding(NumericEmbedding numbers) {
        return new NetworkSpec(List.of(), null, null, null, null, null, null, null, null, numbers);
    }

    /** The specification rejects exactly what the layers reject. */
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void convolution_isRejectedIfItsWindowsDoNotFit(
            @ForAll @IntRange(min = 1, max = 7) int height,
            @ForAll @IntRange(min = 1, max = 7) int width,
            @ForAll @IntRange(min = 1, max = 6) int kernel,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 6) int padding,
            @ForAll @IntRange(min = 1, max = 4) int pool) {
        Shape expected = layers(height, width, kernel, stride, padding, pool);
        Shape actual;
        try {
            NetworkSpec spec = images(height, width, new ConvolutionSpec(2, kernel, stride, padding, pool, null));
            actual = shapeBeforeOutput(
                    MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(height * width)));
        } catch (InvalidSettingException e) {
            actual = null;
        }

        assertThat(actual).isEqualTo(expected);
    }

    /** Returns the shape that the layers themselves compute for an image; null if they reject it. */
    private static Shape layers(int height, int width, int kernel, int stride, int padding, int pool) {
        Graph graph = new Graph();
        Node image = graph.input("image", Shape.batchOfImages(height, width, 1));
        try {
            Node maps = new Convolution(2, kernel, stride, padding, Activation.RELU, Initialization.AUTO)
                    .addTo(graph, "maps", image);
            return new Pooling(pool, Pooling.Kind.MAX)
                    .addTo(graph, "pooled", maps)
                    .shape();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Property
    void convolution_defaultPadding_keepsTheSizeForOddKernelsAndAddsOneForEvenOnes(
            @ForAll @IntRange(min = 1, max = 9) int kernel) {
        NetworkSpec spec = images(5, 6, new ConvolutionSpec(2, kernel, null, null, null, null));
        MemberNetwork network = MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(30));
        int extra = kernel % 2 == 0 ? 1 : 0;

        assertThat(shapeBeforeOutput(network)).isEqualTo(Shape.batchOfImages(5 + extra, 6 + extra, 2));
    }

    @ParameterizedTest
    @CsvSource({", true", "MAX, true", "AVERAGE, false"})
    void of_pooling_hasTheConfiguredKind(Pooling.Kind kind, boolean largest) {
        NetworkSpec spec = images(4, 5, new ConvolutionSpec(2, null, null, null, 2, kind));
        MemberNetwork network = MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(20));

        assertThat(network.graph().nodes().stream().map(Node::operation))
                .filteredOn(Pool.class::isInstance)
                .singleElement()
                .extracting(pool -> ((Pool) pool).largest())
                .isEqualTo(largest);
    }

    @Test
    void of_imageOfAnotherSizeThanARow_isRejected() {
        NetworkSpec spec = images(4, 5, new ConvolutionSpec(2, null, null, null, null, null));

        assertThatThrownBy(() -> MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(21)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("network.image is 4 x 5 x 1, 20 values; it must be of 21 values, the number of"
                        + " features of a row");
    }

    @Test
    void of_imageWithACategory_isRejected() {
        List<FeatureColumn> columns = new ArrayList<>(pixels(19).features());
        columns.add(new FeatureColumn.Indexed("brand", List.of("a", "b"), false));
        NetworkSpec spec = images(4, 5, new ConvolutionSpec(2, null, null, null, null, null));

        assertThatThrownBy(
                        () -> MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), new Encoding(columns, CLASSES)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("network.image is 4 x 5 x 1, 20 values; it must be null if there are categories with"
                        + " embeddings, such as brand");
    }

    @Test
    void of_moreParametersThanAnArrayCanHold_isRejected() {
        NetworkSpec spec = new NetworkSpec(List.of(65536, 65536), null, null, null, null, null, null, null, null, null);

        assertThatThrownBy(() -> MemberNetwork.of(spec, null, new Loss.CrossEntropy(null), pixels(3)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("network is a graph of 4295491587 parameters; it must be one of fewer than 2147483648, with"
                        + " fewer or narrower layers, or smaller kernels");
    }

    @Test
    void of_classWeightsForAnotherNumberOfClasses_isRejected() {
        NetworkSpec spec = new NetworkSpec(null, null, null, null, null, null, null, null, null, null);

        assertThatThrownBy(() -> MemberNetwork.of(spec, null, new Loss.Focal(null, List.of(1.0, 2.0), null), pixels(3)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "training.loss.alpha is [1.0, 2.0]; it must be one number for each of the 3 classes, or none");
    }

    private static NetworkSpec images(int height, int width, ConvolutionSpec convolution) {
        return new NetworkSpec(
                List.of(),
                null,
                null,
                null,
                null,
                null,
                new ImageSpec(1, height, width),
                List.of(convolution),
                null,
                null);
    }

    private static Shape shapeBeforeOutput(MemberNetwork network) {
        return network.graph().nodes().stream()
                .filter(node -> node.name().equals("output"))
                .map(node -> node.inputs().get(0).shape())
                .findFirst()
                .orElseThrow();
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

    private static boolean dropsUnits(MemberNetwork network) {
        return network.graph().nodes().stream().anyMatch(node -> node.operation() instanceof DropUnits);
    }
}
