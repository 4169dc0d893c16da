package io.credence.kernels.graph;

import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * Contrastive loss over the pairs of a batch (Hadsell et al. 2006): a pair at distance d costs d^2 if both rows are of one class and
 * max(0, margin - d)^2 otherwise; a row's loss is the mean over its pairs. Inputs: embeddings {@code [batch, n]}, classes {@code [batch, 1]}.
 * Output {@code [batch, 1]}.
 *
 * @param margin above 0
 */
public record ContrastiveLoss(float margin) implements Operation {
    @Override
    public Shape shape(Arguments arguments) {
        return PairDistances.shape(arguments);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return PairDistances.workspaces(rows);
    }

    @Override
    public void forward(Frame frame) {
        PairDistances.measure(frame);
        Matrix loss = frame.output();
        float share = loss.rows() == 1 ? 0 : 1f / (loss.rows() - 1);
        for (int a = 0; a < loss.rows(); a++) {
            float sum = 0;
            for (int b = 0; b < loss.rows(); b++) {
                if (a != b) {
                    sum += pair(frame, a, b, share);
                }
            }
            loss.data()[loss.row(a)] = sum * share;
        }
    }

    private float pair(Frame frame, int a, int b, float share) {
        float distance = PairDistances.distance(frame, a, b);
        if (PairDistances.alike(frame, a, b)) {
            PairDistances.addSlope(frame, a, b, 2 * distance * share);
            return distance * distance;
        }
        float lacking = Math.max(0, margin - distance);
        PairDistances.addSlope(frame, a, b, -2 * lacking * share);
        return lacking * lacking;
    }

    @Override
    public void backward(Frame frame) {
        PairDistances.backward(frame);
    }
}
