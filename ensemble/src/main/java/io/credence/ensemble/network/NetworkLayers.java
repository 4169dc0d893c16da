package io.credence.ensemble.network;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.specification.ConvolutionSpec;
import io.credence.ensemble.specification.ImageSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Activated;
import io.credence.kernels.layer.Convolution;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.layer.Dropout;
import io.credence.kernels.layer.Embedding;
import io.credence.kernels.layer.Layer;
import io.credence.kernels.layer.Pooling;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.layer.Residual;
import io.credence.kernels.layer.VariationalDense;
import io.credence.kernels.operation.MarkMissing;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the layers of a specification to a graph: marks of missing numbers, embeddings of numbers and categories,
 * convolutions, hidden layers, outputs.
 */
final class NetworkLayers {
    private final Graph graph;
    private final NetworkSpec spec;
    private final Prior prior;

    /**
     * @param prior the prior of the dense layers' weights, which then replaces dropout; null if the weights are plain
     *     numbers
     */
    NetworkLayers(Graph graph, NetworkSpec spec, Prior prior) {
        this.graph = graph;
        this.spec = spec;
        this.prior = prior;
    }

    /**
     * Returns the shape of the network's input.
     *
     * @throws InvalidSettingException if there is an image, and its size differs from the number of features, or some
     *     features are embedded categories or numbers whose missing values have a representation
     */
    Shape inputShape(Encoding encoding) {
        ImageSpec image = spec.image();
        if (image == null) {
            return Shape.batchOf(encoding.width());
        }
        String found =
                image.height() + " x " + image.width() + " x " + image.channels() + ", " + image.size() + " values";
        if (!encoding.indexed().isEmpty()) {
            throw new InvalidSettingException(
                    "network.image",
                    found,
                    "null if there are categories with embeddings, such as "
                            + encoding.indexed().get(0).name());
        }
        if (encoding.missable() > 0) {
            throw new InvalidSettingException(
                    "network.image",
                    found,
                    "null if there are numbers with a learned representation of missing values, such as "
                            + encoding.nameOf(0));
        }
        if (image.size() != encoding.width()) {
            throw new InvalidSettingException(
                    "network.image", found, "of " + encoding.width() + " values, the number of features of a row");
        }
        return Shape.batchOfImages(image.height(), image.width(), image.channels());
    }

    /** Adds a mark of each missing number, and replaces numbers and the indices of categories with their embeddings. */
    Node addEmbeddings(Node features, Encoding encoding) {
        int missable = encoding.missable();
        Node marked = missable == 0 ? features : graph.apply("missing", new MarkMissing(missable), features);
        NumericFeatures numbers = new NumericFeatures(encoding);
        Node numbered = numbers.columns()
                .map(columns -> spec.numericEmbedding().addTo(graph, "numbers", marked, columns, numbers::edges))
                .orElse(marked);
        List<Embedding.Table> tables = tables(encoding);
        return tables.isEmpty() ? numbered : new Embedding(tables).addTo(graph, "categories", numbered);
    }

    /**
     * Returns the number of values of each feature in the result of {@link #addEmbeddings}, in order. The mark of a
     * missing number is a feature by itself, and so is each element of a vector.
     */
    List<Integer> featureWidths(Encoding encoding) {
        List<Integer> widths = new ArrayList<>(
                new NumericFeatures(encoding).widths(spec.numericEmbedding().width()));
        tables(encoding).forEach(table -> widths.add(table.width()));
        return widths;
    }

    private static List<Embedding.Table> tables(Encoding encoding) {
        return encoding.indexed().stream()
                .map(column -> Embedding.Table.of(column.places()))
                .toList();
    }

    /** Adds everything between the embedded features and the raw outputs. */
    Node addTo(Node features, int outputs) {
        Node hidden = features;
        for (int i = 0; i < spec.convolutions().size(); i++) {
            hidden = addConvolution("convolution." + i, spec.convolutions().get(i), hidden);
        }
        for (int i = 0; i < spec.hidden().size(); i++) {
            hidden = addHidden("hidden." + i, spec.hidden().get(i), hidden);
        }
        return dense(outputs, Activation.IDENTITY, spec.initialization()).addTo(graph, "output", hidden);
    }

    private Node addConvolution(String name, ConvolutionSpec convolution, Node input) {
        List<Layer> layers = new ArrayList<>();
        boolean normalized = spec.normalization().layer().isPresent();
        layers.add(new Convolution(
                convolution.channels(),
                convolution.kernel(),
                convolution.stride(),
                convolution.padding(),
                normalized ? Activation.IDENTITY : spec.activation(),
                initialization()));
        addNormalization(layers);
        if (convolution.pool() > 1) {
            layers.add(new Pooling(convolution.pool(), convolution.pooling()));
        }
        return Layer.addAll(layers, graph, name, input);
    }

    private Node addHidden(String name, int units, Node input) {
        List<Layer> layers = new ArrayList<>();
        boolean normalized = spec.normalization().layer().isPresent();
        layers.add(dense(units, normalized ? Activation.IDENTITY : spec.activation(), initialization()));
        addNormalization(layers);
        if (spec.dropout() > 0 && prior == null) {
            layers.add(new Dropout(spec.dropout()));
        }
        boolean keepsWidth = input.shape().columns() == units;
        return spec.residual() && keepsWidth
                ? new Residual(layers).addTo(graph, name, input)
                : Layer.addAll(layers, graph, name, input);
    }

    private void addNormalization(List<Layer> layers) {
        spec.normalization().layer().ifPresent(normalization -> {
            layers.add(normalization);
            layers.add(new Activated(spec.activation()));
        });
    }

    private Initialization initialization() {
        return spec.initialization().resolve(spec.activation());
    }

    private Layer dense(int units, Activation activation, Initialization initialization) {
        return prior == null
                ? new Dense(units, activation, initialization)
                : new VariationalDense(units, activation, initialization, prior);
    }
}
