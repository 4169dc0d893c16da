package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.distance.Distances;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.List;

/**
 * Contrastive loss over the pairs of a batch (Hadsell et al. 2006): a pair at distance d costs d^2 if both rows have
 * the same class, otherwise max(0, margin - d)^2. A row's loss is the mean over its pairs. Inputs: embeddings {@code
 * [batch, n]}, classes {@code [batch, 1]}. Output {@code [batch, 1]}.
 *
 * @param margin above 0
 */
public record ContrastiveLoss(float margin) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        return PairDistances.shape(arguments);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return PairDistances.workspaces(inputs, rows);
    }

    @Override
    public void forward(Frame frame) {
        PairDistances.measure(frame);
        Matrix loss = frame.output();
        Matrix costs = frame.workspace(PairDistances.DISTANCES);
        Matrix slopes = frame.workspace(PairDistances.SLOPES);
        float perPair = loss.rows() == 1 ? 0 : 1f / (loss.rows() - 1);
        Distances.contrast(costs, slopes, costs, frame.input(1), margin);
        Elementwise.scale(slopes, slopes, perPair);
        Reductions.rowSums(loss, costs);
        Elementwise.scale(loss, loss, perPair);
    }

    @Override
    public void backward(Frame frame) {
        PairDistances.backward(frame);
    }
}
