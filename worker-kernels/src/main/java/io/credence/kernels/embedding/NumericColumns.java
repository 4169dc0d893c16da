package io.credence.kernels.embedding;

import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.simd.Matrix;
import java.util.List;

/**
 * The columns of a row {@code [batch, n]} that an operation replaces with embeddings of {@code width} values each. The
 * other columns are copied, and the order of all columns is kept.
 */
public final class NumericColumns {
    private final int[] positions;

    /**
     * @param positions the indices of the columns, ascending, at least one
     * @throws IllegalArgumentException if there are none, or they do not ascend from 0
     */
    public NumericColumns(List<Integer> positions) {
        this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < this.positions.length; i++) {
            if (this.positions[i] <= (i == 0 ? -1 : this.positions[i - 1])) {
                throw new IllegalArgumentException(
                        "the positions of numeric columns are " + positions + "; they must ascend from 0");
            }
        }
        if (this.positions.length == 0) {
            throw new IllegalArgumentException("there are no numeric columns; there must be at least one");
        }
    }

    /** Returns the number of columns that are replaced. */
    public int count() {
        return positions.length;
    }

    /** Returns the index of a replaced column in the input. */
    int input(int column) {
        return positions[column];
    }

    /** Returns the index of the first value of a column's embedding in the output. */
    int output(int column, int width) {
        return positions[column] + column * (width - 1);
    }

    /** Returns the number of columns of the output. */
    int outputs(int inputs, int width) {
        return inputs + positions.length * (width - 1);
    }

    /** Checks that an input is {@code [batch, n]} and has all these columns. */
    void requireIn(InputShapes arguments, int input) {
        int least = positions[positions.length - 1] + 1;
        arguments.requireBatch(input);
        arguments.require(input, arguments.shape(input).columns() >= least, "[batch, at least " + least + "]");
    }

    /** Copies the other columns of the input to the output. */
    void copyForward(Matrix output, Matrix input, int width) {
        for (int row = 0; row < input.rows(); row++) {
            copy(input.data(), input.row(row), 1, output.data(), output.row(row), width, input.columns());
        }
    }

    /** Copies the gradients of the other columns from the output to the input. */
    void copyBackward(Matrix inputGradient, Matrix outputGradient, int width) {
        for (int row = 0; row < inputGradient.rows(); row++) {
            copy(
                    outputGradient.data(),
                    outputGradient.row(row),
                    width,
                    inputGradient.data(),
                    inputGradient.row(row),
                    1,
                    inputGradient.columns());
        }
    }

    /** Copies the other columns between rows in which a numeric column takes the given numbers of values. */
    private void copy(float[] from, int fromRow, int fromWidth, float[] to, int toRow, int toWidth, int inputs) {
        int start = 0;
        for (int column = 0; column <= positions.length; column++) {
            int end = column == positions.length ? inputs : positions[column];
            int fromIndex = fromRow + start + column * (fromWidth - 1);
            int toIndex = toRow + start + column * (toWidth - 1);
            System.arraycopy(from, fromIndex, to, toIndex, end - start);
            start = end + 1;
        }
    }
}
