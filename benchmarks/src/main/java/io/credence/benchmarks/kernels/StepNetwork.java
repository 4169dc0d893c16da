package io.credence.benchmarks.kernels;

import io.credence.driver.UserException;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.specification.ConvolutionSpec;
import io.credence.ensemble.specification.ImageSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.operation.Affine;
import io.credence.kernels.operation.Convolve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The network of a measured training step.
 *
 * @param features the width of a row; for images, the number of values of an image
 * @param image height, width and channels, such as {@code 28x28x1}; empty: rows are not images
 * @param convolutions channels, kernel and pooling of each convolution, such as {@code 16:5:2,32:5:2}; empty: none
 * @param hidden the units of each dense layer
 * @param layers the number of dense layers
 * @param outputs 2 for a mean and a variance; otherwise the number of classes
 * @param normalization the normalisation before each activation
 * @param dropout the dropout rate of dense layers
 * @param categories the categories of one more column, with a learned embedding; 0 for no such column
 */
public record StepNetwork(
        int features,
        String image,
        String convolutions,
        int hidden,
        int layers,
        int outputs,
        Normalization normalization,
        double dropout,
        int categories) {
    private static final Pattern IMAGE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");
    private static final Pattern CONVOLUTION = Pattern.compile("([1-9]\\d{0,4}):([1-9]\\d{0,2}):([1-9]\\d{0,2})");

    /**
     * @throws UserException if an image or convolutions are malformed, or there are convolutions without an image
     */
    public StepNetwork {
        if (image.isEmpty() && !convolutions.isEmpty()) {
            throw new UserException("--image is not set; it must be set with --convolutions, such as 28x28x1");
        }
        features = image.isEmpty() ? features : image(image).size();
        convolutions(convolutions);
    }

    private static ImageSpec image(String text) {
        MatchResult numbers = parse(IMAGE, text, "--image", "height x width x channels, such as 28x28x1");
        return new ImageSpec(number(numbers, 3), number(numbers, 1), number(numbers, 2));
    }

    private static List<ConvolutionSpec> convolutions(String text) {
        return Arrays.stream(text.split(","))
                .filter(one -> !one.isEmpty())
                .map(one -> parse(CONVOLUTION, one, "--convolutions", "channels:kernel:pooling, such as 16:5:2,32:5:2"))
                .map(one -> new ConvolutionSpec(number(one, 1), number(one, 2), null, null, number(one, 3), null))
                .toList();
    }

    private static MatchResult parse(Pattern pattern, String text, String option, String allowed) {
        return pattern.matcher(text)
                .results()
                .filter(found -> found.group().equals(text))
                .findFirst()
                .orElseThrow(() -> new UserException(option + " is " + text + "; it must be " + allowed));
    }

    private static int number(MatchResult numbers, int group) {
        return Integer.parseInt(numbers.group(group));
    }

    /** Returns the width of an encoded row. */
    int rowWidth() {
        return features + (categories > 0 ? 1 : 0);
    }

    /** Returns whether the outputs are a mean and a variance. */
    public boolean isRegression() {
        return outputs == 2;
    }

    Loss loss() {
        return isRegression() ? new Loss.GaussianNll(null, null) : new Loss.CrossEntropy(null);
    }

    /** Returns a member with this network. */
    public MemberNetwork member() {
        NetworkSpec spec = new NetworkSpec(
                Collections.nCopies(layers, hidden),
                null,
                normalization,
                null,
                dropout,
                null,
                image.isEmpty() ? null : image(image),
                convolutions(convolutions),
                null,
                null);
        List<FeatureColumn> columns = IntStream.range(0, features)
                .<FeatureColumn>mapToObj(i -> new FeatureColumn.Numeric("x" + i, 0, 1, false))
                .collect(Collectors.toCollection(ArrayList::new));
        if (categories > 0) {
            // One more category is reserved for values that training has not seen.
            List<String> names =
                    IntStream.range(1, categories).mapToObj(Integer::toString).toList();
            columns.add(new FeatureColumn.Indexed("category", names, false));
        }
        LabelColumn label = isRegression()
                ? new LabelColumn.Target("y", 0, 1)
                : new LabelColumn.Classes(
                        "y",
                        IntStream.range(0, outputs).mapToObj(Integer::toString).toList());
        return MemberNetwork.of(spec, null, loss(), new Encoding(columns, label));
    }

    /** Returns the number of multiplications in the forward pass of a row, which determines the time of a step. */
    public double multiplications() {
        double sum = 0;
        for (Node node : member().graph().nodes()) {
            if (node.operation() instanceof Convolve convolve) {
                sum += (double) node.shape().columns() * convolve.window().patchSize();
            } else if (node.operation() instanceof Affine) {
                sum += (double) node.shape().columns()
                        * node.inputs().get(0).shape().columns();
            }
        }
        return sum;
    }

    /** Returns a short form such as {@code 28x28x1-16:5:2-32:5:2-128x1-10}. */
    @Override
    public String toString() {
        String rows = image.isEmpty() ? Integer.toString(features) : image;
        String kernels = convolutions.isEmpty() ? "" : "-" + convolutions.replace(',', '-');
        rows += categories > 0 ? "+" + categories : "";
        return rows + kernels + "-" + hidden + "x" + layers + "-" + outputs;
    }
}
