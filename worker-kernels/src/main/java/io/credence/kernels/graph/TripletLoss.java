package io.credence.kernels.graph;

import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * Triplet loss over the triples of a batch (Schroff et al. 2015): anchor a, positive p of its class and negative n of another cost
 * max(0, d(a, p) - d(a, n) + margin); a row's loss is the mean over the triples that it is the anchor of and that {@link Choice} counts,
 * 0 if there are none. Inputs: embeddings {@code [batch, k]}, classes {@code [batch, 1]}. Output {@code [batch, 1]}.
 *
 * @param margin above 0
 * @param choice which triples count
 */
public record TripletLoss(float margin, Choice choice) implements Operation {
    /** Which triples of an anchor count. */
    public enum Choice {
        /** Every triple. */
        ALL,
        /** The farthest positive with the nearest negative (Hermans et al. 2017). */
        HARD,
        /** Each positive with the nearest negative farther than it, or with the farthest negative if there is none. */
        SEMI_HARD
    }

    private static final int NONE = -1;

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
        for (int anchor = 0; anchor < loss.rows(); anchor++) {
            loss.data()[loss.row(anchor)] = switch (choice) {
                case ALL -> all(frame, anchor);
                case HARD -> hard(frame, anchor);
                case SEMI_HARD -> semiHard(frame, anchor);
            };
        }
    }

    private float all(Frame frame, int anchor) {
        int rows = frame.output().rows();
        int alike = 0;
        for (int b = 0; b < rows; b++) {
            alike += PairDistances.alike(frame, anchor, b) ? 1 : 0;
        }
        int triples = (alike - 1) * (rows - alike);
        float sum = 0;
        for (int positive = 0; positive < rows; positive++) {
            if (isPositive(frame, anchor, positive)) {
                for (int negative = 0; negative < rows; negative++) {
                    if (!PairDistances.alike(frame, anchor, negative)) {
                        sum += triple(frame, anchor, positive, negative, triples);
                    }
                }
            }
        }
        return sum;
    }

    private float hard(Frame frame, int anchor) {
        int farthest = NONE;
        for (int b = 0; b < frame.output().rows(); b++) {
            if (isPositive(frame, anchor, b) && (farthest == NONE || farther(frame, anchor, b, farthest))) {
                farthest = b;
            }
        }
        int nearest = nearestNegative(frame, anchor, Float.NEGATIVE_INFINITY);
        return farthest == NONE || nearest == NONE ? 0 : triple(frame, anchor, farthest, nearest, 1);
    }

    private float semiHard(Frame frame, int anchor) {
        int rows = frame.output().rows();
        int positives = 0;
        int farthestNegative = NONE;
        for (int b = 0; b < rows; b++) {
            if (isPositive(frame, anchor, b)) {
                positives++;
            } else if (b != anchor && (farthestNegative == NONE || farther(frame, anchor, b, farthestNegative))) {
                farthestNegative = b;
            }
        }
        float sum = 0;
        for (int positive = 0; farthestNegative != NONE && positive < rows; positive++) {
            if (isPositive(frame, anchor, positive)) {
                int negative = nearestNegative(frame, anchor, PairDistances.distance(frame, anchor, positive));
                sum += triple(frame, anchor, positive, negative == NONE ? farthestNegative : negative, positives);
            }
        }
        return sum;
    }

    private static boolean isPositive(Frame frame, int anchor, int b) {
        return b != anchor && PairDistances.alike(frame, anchor, b);
    }

    private static boolean farther(Frame frame, int anchor, int a, int b) {
        return PairDistances.distance(frame, anchor, a) > PairDistances.distance(frame, anchor, b);
    }

    private static int nearestNegative(Frame frame, int anchor, float beyond) {
        int nearest = NONE;
        for (int b = 0; b < frame.output().rows(); b++) {
            if (!PairDistances.alike(frame, anchor, b)
                    && PairDistances.distance(frame, anchor, b) > beyond
                    && (nearest == NONE || farther(frame, anchor, nearest, b))) {
                nearest = b;
            }
        }
        return nearest;
    }

    private float triple(Frame frame, int anchor, int positive, int negative, int triples) {
        float excess = PairDistances.distance(frame, anchor, positive)
                - PairDistances.distance(frame, anchor, negative)
                + margin;
        if (excess <= 0) {
            return 0;
        }
        float share = 1f / triples;
        PairDistances.addSlope(frame, anchor, positive, share);
        PairDistances.addSlope(frame, anchor, negative, -share);
        return excess * share;
    }

    @Override
    public void backward(Frame frame) {
        PairDistances.backward(frame);
    }
}
