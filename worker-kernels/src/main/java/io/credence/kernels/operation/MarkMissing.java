package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.Matrix;

/**
 * Marks of missing numbers. Input: x {@code [batch, n]}, whose first {@code numbers} columns are NaN where a number is
 * missing. Output {@code [batch, numbers + n]}: a mark for each of these columns, {@link #MARK} if the number is
 * missing and 0 otherwise; then x with 0 in place of each missing number. The weights of the marks in the next layer
 * are therefore the learned representation of a missing number, one vector for each column.
 *
 * <p>The gradient of x is that of its copy, and 0 where a number is missing. Marks are not differentiable.
 *
 * @param numbers the number of leading columns that may be NaN, at least 1
 */
public record MarkMissing(int numbers) implements Operation {
    /**
     * The value of a mark. Few rows have one, and optimisers like Adam move every weight by about the same step, so a
     * larger value lets the weights of marks learn in time.
     */
    public static final float MARK = 4;

    @Override
    public Shape shape(InputShapes arguments) {
        arguments.requireCount(1).requireBatch(0);
        int columns = arguments.shape(0).columns();
        arguments.require(0, numbers >= 1 && numbers <= columns, "[batch, at least " + numbers + "]");
        return Shape.batchOf(numbers + columns);
    }

    @Override
    public void forward(Frame frame) {
        Matrix x = frame.input(0);
        Matrix out = frame.output();
        for (int row = 0; row < x.rows(); row++) {
            int from = x.row(row);
            int marks = out.row(row);
            int copy = marks + numbers;
            System.arraycopy(x.data(), from, out.data(), copy, x.columns());
            for (int i = 0; i < numbers; i++) {
                boolean missing = Float.isNaN(x.data()[from + i]);
                out.data()[marks + i] = missing ? MARK : 0f;
                out.data()[copy + i] = missing ? 0f : x.data()[from + i];
            }
        }
    }

    @Override
    public void backward(Frame frame) {
        Matrix x = frame.input(0);
        Matrix gradient = frame.gradient(0);
        Matrix outGradient = frame.outputGradient();
        for (int row = 0; row < x.rows(); row++) {
            int from = x.row(row);
            int to = gradient.row(row);
            System.arraycopy(outGradient.data(), outGradient.row(row) + numbers, gradient.data(), to, x.columns());
            for (int i = 0; i < numbers; i++) {
                if (Float.isNaN(x.data()[from + i])) {
                    gradient.data()[to + i] = 0f;
                }
            }
        }
    }
}
