package io.credence.kernels.graph;

import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;

/**
 * Classes as indicator rows: from the class {@code [batch, 1]} to {@code [batch, classes]}, 1 at the class and 0 elsewhere. Has no gradient.
 *
 * @param classes at least 1
 */
public record OneHot(int classes) implements Operation {
    @Override
    public Shape shape(Arguments arguments) {
        arguments.requireCount(1).requireBatchOf(0, 1);
        return Shape.batchOf(classes);
    }

    @Override
    public boolean isDifferentiable(int input) {
        return false;
    }

    @Override
    public void forward(Frame frame) {
        Matrix out = frame.output();
        Elementwise.fill(out, 0f);
        for (int row = 0; row < out.rows(); row++) {
            out.data()[out.row(row) + Labels.of(frame.input(0), row, classes)] = 1f;
        }
    }

    @Override
    public void backward(Frame frame) {
        throw new IllegalStateException("an indicator has no gradient");
    }
}
