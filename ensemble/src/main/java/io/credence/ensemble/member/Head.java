package io.credence.ensemble.member;

import io.credence.kernels.graph.GaussianHead;
import io.credence.kernels.graph.GaussianNll;
import io.credence.kernels.graph.Graph;
import io.credence.kernels.graph.Node;
import io.credence.kernels.graph.SoftmaxCrossEntropy;
import io.credence.kernels.init.Initialization;
import io.credence.kernels.layer.Dense;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.simd.Activation;

/**
 * The end of a member's graph, which its loss decides.
 *
 * @param output what the member says about a row
 * @param loss one value a row
 */
record Head(Node output, Node loss) {
    static Head add(Graph graph, Loss loss, int outputs, Node hidden, Node targets) {
        Node raw = new Dense(outputs, Activation.IDENTITY, Initialization.AUTO).addTo(graph, "output", hidden);
        if (loss instanceof Loss.GaussianNll nll) {
            Node output = graph.apply(
                    "output.gaussian", new GaussianHead(nll.varianceFloor().floatValue()), raw);
            return new Head(
                    output, graph.apply("loss", new GaussianNll(nll.beta().floatValue()), output, targets));
        }
        if (loss instanceof Loss.CrossEntropy entropy) {
            float smoothing = entropy.labelSmoothing().floatValue();
            return new Head(raw, graph.apply("loss", new SoftmaxCrossEntropy(smoothing), raw, targets));
        }
        throw new IllegalArgumentException("loss is " + loss.name() + "; it must be gaussian-nll or cross-entropy");
    }
}
