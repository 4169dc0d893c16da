package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.noise.InvertedDropout;
import java.util.List;

/**
 * Dropout (Srivastava et al. 2014): y = m x and dx = m dy, where m is 0 with probability {@code rate} and 1 / (1 -
 * rate) otherwise, so that the expectation of y is x. Input: x {@code [batch, n]}. In plain inference nothing is
 * drawn, and y = x. The mask of a row is a function of (seed, stream, row key, draw, unit).
 *
 * @param rate the fraction of units to drop, at least 0 and below 1
 * @param stream distinguishes the layers of a network
 */
public record DropUnits(float rate, int stream) implements Operation {
    @Override
    public Shape shape(InputShapes arguments) {
        return arguments.requireCount(1).requireBatch(0).shape(0);
    }

    @Override
    public boolean keepsInput(int input) {
        return false;
    }

    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return mode.draws() ? List.of(Workspace.saved(rows, inputs.get(0).columns())) : List.of();
    }

    @Override
    public void forward(Frame frame) {
        if (!frame.mode().draws()) {
            Elementwise.copy(frame.output(), frame.input(0));
            return;
        }
        long key = frame.key(Purpose.DROPOUT, stream);
        InvertedDropout.mask(frame.workspace(0), key, frame.rowKeys(), frame.draw(), rate);
        Elementwise.multiply(frame.output(), frame.input(0), frame.workspace(0));
    }

    @Override
    public void backward(Frame frame) {
        Elementwise.multiply(frame.gradient(0), frame.outputGradient(), frame.workspace(0));
    }
}
