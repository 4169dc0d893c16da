package io.credence.kernels.loss;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.distance.Distances;
import io.credence.kernels.simd.distance.Triplets;
import io.credence.kernels.simd.elementwise.Broadcasting;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.reduction.Reductions;
import java.util.ArrayList;
import java.util.List;

/**
 * Triplet loss over the triples of a batch (Schroff et al. 2015): an anchor a, a positive p of the same class and a
 * negative n of another class cost max(0, d(a, p) - d(a, n) + margin). A row's loss is the mean over the triples that
 * have it as their anchor and that {@link TripletMining} selects, or 0 if there are none. Inputs: embeddings {@code
 * [batch, k]}, classes {@code [batch, 1]}. Output {@code [batch, 1]}.
 *
 * @param margin above 0
 * @param mining the triples to select
 */
public record TripletLoss(float margin, TripletMining mining) implements Operation {
    private static final int COSTS = 4;
    private static final int WEIGHTS = 5;

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
        List<Workspace> workspaces = new ArrayList<>(PairDistances.workspaces(inputs, rows));
        workspaces.add(COSTS, Workspace.forward(rows, 1));
        workspaces.add(WEIGHTS, Workspace.forward(rows, 1));
        return workspaces;
    }

    @Override
    public void forward(Frame frame) {
        PairDistances.measure(frame);
        Matrix loss = frame.output();
        Matrix weights = frame.workspace(WEIGHTS);
        Matrix slopes = frame.workspace(PairDistances.SLOPES);
        Elementwise.fill(loss, 0f);
        Elementwise.fill(slopes, 0f);
        for (int anchor = 0; anchor < loss.rows(); anchor++) {
            int triples =
                    switch (mining) {
                        case ALL -> all(frame, anchor);
                        case HARD -> hard(frame, anchor);
                        case SEMI_HARD -> semiHard(frame, anchor);
                    };
            weights.data()[weights.row(anchor)] = 1f / Math.max(1, triples);
        }
        Elementwise.multiply(loss, loss, weights);
        Broadcasting.multiplyColumn(slopes, slopes, weights);
        Distances.divide(slopes, frame.workspace(PairDistances.DISTANCES));
    }

    /**
     * Sums the losses of an anchor's triples and their derivatives with respect to the distances. Returns the number
     * of triples.
     */
    private int all(Frame frame, int anchor) {
        Matrix costs = frame.workspace(COSTS);
        Matrix labels = frame.input(1);
        int rows = labels.rows();
        int sameClass = 0;
        Elementwise.fill(costs, 0f);
        for (int b = 0; b < rows; b++) {
            if (hasSameClass(frame, anchor, b)) {
                sameClass++;
                if (b != anchor) {
                    Triplets.add(
                            costs,
                            frame.workspace(PairDistances.SLOPES),
                            frame.workspace(PairDistances.DISTANCES),
                            labels,
                            anchor,
                            b,
                            margin);
                }
            }
        }
        Matrix loss = frame.output();
        loss.data()[loss.row(anchor)] = (float) Reductions.sum(costs.data(), costs.offset(), costs.offset() + rows);
        return (sameClass - 1) * (rows - sameClass);
    }

    private int hard(Frame frame, int anchor) {
        Matrix distances = frame.workspace(PairDistances.DISTANCES);
        int positive = Triplets.farthestPositive(distances, frame.input(1), anchor);
        int negative = Triplets.nearestNegative(distances, frame.input(1), anchor, Float.NEGATIVE_INFINITY);
        if (positive == Triplets.NONE || negative == Triplets.NONE) {
            return 0;
        }
        add(frame, anchor, positive, negative);
        return 1;
    }

    private int semiHard(Frame frame, int anchor) {
        Matrix distances = frame.workspace(PairDistances.DISTANCES);
        int farthest = Triplets.farthestNegative(distances, frame.input(1), anchor);
        int triples = 0;
        for (int b = 0; farthest != Triplets.NONE && b < distances.rows(); b++) {
            if (b != anchor && hasSameClass(frame, anchor, b)) {
                float distance = distances.data()[distances.row(anchor) + b];
                int beyond = Triplets.nearestNegative(distances, frame.input(1), anchor, distance);
                add(frame, anchor, b, beyond == Triplets.NONE ? farthest : beyond);
                triples++;
            }
        }
        return triples;
    }

    private static boolean hasSameClass(Frame frame, int a, int b) {
        Matrix labels = frame.input(1);
        return labels.data()[labels.row(a)] == labels.data()[labels.row(b)];
    }

    private void add(Frame frame, int anchor, int positive, int negative) {
        Matrix distances = frame.workspace(PairDistances.DISTANCES);
        Matrix slopes = frame.workspace(PairDistances.SLOPES);
        Matrix loss = frame.output();
        int row = distances.row(anchor);
        float excess = distances.data()[row + positive] - distances.data()[row + negative] + margin;
        if (excess <= 0) {
            return;
        }
        loss.data()[loss.row(anchor)] += excess;
        slopes.data()[slopes.row(anchor) + positive]++;
        slopes.data()[slopes.row(anchor) + negative]--;
    }

    @Override
    public void backward(Frame frame) {
        PairDistances.backward(frame);
    }
}
