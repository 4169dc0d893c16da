package io.credence.kernels.autograd;

import io.credence.kernels.random.Purpose;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.product.Gemm;
import java.util.Arrays;

/**
 * The memory of one operation: views of its inputs, its output, their gradients and its workspaces, created once per
 * plan.
 */
public final class Frame {
    /** The state that all frames of a plan share. */
    public record Shared(Mode mode, Draws draws, Gemm gemm) {}

    private final Operation operation;
    private final Shared shared;
    private final Slot[] inputs;
    private final Slot output;
    private final Matrix[] workspaces;
    private Frame[] parts;
    private Frame[] members;

    /**
     * An input or the output of an operation, viewed by rows and, for images, also by pixels: {@code [rows * height *
     * width, channels]}.
     */
    public static final class Slot {
        private final Shape shape;
        private final Matrix value;
        private final Matrix gradient;
        private final Matrix pixels;
        private final Matrix gradientPixels;
        private final TouchedRows touchedRows;

        /** Creates a slot; the gradient is null if it is not needed. */
        public Slot(Shape shape, Matrix value, Matrix gradient) {
            this(shape, value, gradient, null);
        }

        /**
         * Creates a slot.
         *
         * @param gradient null if it is not needed
         * @param touchedRows the rows of the gradient that may differ from 0; null if they are not tracked
         */
        public Slot(Shape shape, Matrix value, Matrix gradient, TouchedRows touchedRows) {
            this.shape = shape;
            this.value = value;
            this.gradient = gradient;
            this.pixels = pixels(shape, value);
            this.gradientPixels = pixels(shape, gradient);
            this.touchedRows = touchedRows;
        }

        /** Returns the given rows of a value, or the whole value if all rows share it. */
        private Slot part(int from, int rows) {
            return shape.isBatch() ? new Slot(shape, cut(value, from, rows), cut(gradient, from, rows)) : this;
        }

        /** Returns the i-th of {@code count} equal ranges of the rows. */
        private Slot range(int i, int count) {
            int rows = value.rows() / count;
            return new Slot(shape, cut(value, i * rows, rows), cut(gradient, i * rows, rows));
        }

        private static Matrix pixels(Shape shape, Matrix rows) {
            int perRow = shape.height() * shape.width();
            if (rows == null || perRow == 1) {
                return rows;
            }
            return Matrix.dense(rows.data(), rows.offset(), rows.rows() * perRow, shape.channels());
        }
    }

    /** Creates a frame with a slot per input and the workspaces of {@link Operation#workspaces}. */
    public Frame(Operation operation, Shared shared, Slot[] inputs, Slot output, Matrix[] workspaces) {
        this.operation = operation;
        this.shared = shared;
        this.inputs = inputs;
        this.output = output;
        this.workspaces = workspaces;
    }

    /** Returns the operation if the slices of a batch synchronise halfway through it, otherwise null. */
    public SynchronizedOperation synchronizedOperation() {
        return operation instanceof SynchronizedOperation candidate && candidate.synchronizes(shared.mode)
                ? candidate
                : null;
    }

    /** Runs {@link Operation#forward}. */
    public void forward() {
        operation.forward(this);
    }

    /** Runs {@link Operation#backwardToParameters}. */
    public boolean backwardToParameters() {
        return operation.backwardToParameters(this);
    }

    /** Runs {@link Operation#backward}. */
    public void backward() {
        operation.backward(this);
    }

    /**
     * Divides this frame into frames of at most {@code rows} rows, in order, for an operation that processes a batch
     * in parts. The parts share the workspaces, which are sized for one part. They are created at the first call; the
     * number of rows must be the same in every call.
     */
    public Frame[] parts(int rows) {
        if (parts == null) {
            int all = output.value.rows();
            int capacity = Math.min(rows, all);
            parts = new Frame[(all + capacity - 1) / capacity];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = part(i * capacity, Math.min(capacity, all - i * capacity), capacity);
            }
        }
        return parts;
    }

    private Frame part(int from, int rows, int capacity) {
        Slot[] slots = new Slot[inputs.length];
        Arrays.setAll(slots, i -> inputs[i].part(from, rows));
        Matrix[] memory = new Matrix[workspaces.length];
        Arrays.setAll(memory, i -> cut(workspaces[i], 0, workspaces[i].rows() / capacity * rows));
        return new Frame(operation, shared, slots, output.part(from, rows), memory);
    }

    /**
     * Divides this frame into the frames of packed members: the rows of every input and of the output, whether of a
     * batch or fixed, are divided into {@code count} equal ranges. The frames have no workspaces. They are created at
     * the first call; the count must be the same in every call.
     *
     * @throws IllegalArgumentException if the rows of the batch are not a multiple of the count
     */
    public Frame[] members(int count) {
        if (members == null) {
            int rows = output.value.rows();
            if (rows % count != 0) {
                throw new IllegalArgumentException("the batch has " + rows + " rows; with " + count
                        + " packed members it must have a multiple of " + count);
            }
            members = new Frame[count];
            for (int i = 0; i < count; i++) {
                Slot[] slots = new Slot[inputs.length];
                for (int input = 0; input < slots.length; input++) {
                    slots[input] = inputs[input].range(i, count);
                }
                members[i] = new Frame(operation, shared, slots, output.range(i, count), new Matrix[0]);
            }
        }
        return members;
    }

    private static Matrix cut(Matrix matrix, int from, int rows) {
        return matrix == null
                ? null
                : new Matrix(matrix.data(), matrix.row(from), rows, matrix.columns(), matrix.stride());
    }

    /** Returns the number of inputs. */
    public int inputs() {
        return inputs.length;
    }

    /** Returns the value of an input. */
    public Matrix input(int input) {
        return inputs[input].value;
    }

    /** Returns the value of an input by pixels, {@code [rows * height * width, channels]}. */
    public Matrix inputPixels(int input) {
        return inputs[input].pixels;
    }

    /** Returns the value of the output. */
    public Matrix output() {
        return output.value;
    }

    /** Returns the value of the output by pixels, {@code [rows * height * width, channels]}. */
    public Matrix outputPixels() {
        return output.pixels;
    }

    /** Returns the matrix that receives the gradient with respect to an input; null if that is not needed. */
    public Matrix gradient(int input) {
        return inputs[input].gradient;
    }

    /** Returns {@link #gradient} by pixels. */
    public Matrix gradientPixels(int input) {
        return inputs[input].gradientPixels;
    }

    /** Sets the gradient of a table to 0; see {@link Operation#touchesRows}. */
    public void clearRows(int input) {
        Slot table = inputs[input];
        if (table.touchedRows == null) {
            Elementwise.fill(table.gradient, 0f);
        } else {
            table.touchedRows.clear();
        }
    }

    /** Announces that the operation changes a row of the gradient of a table. */
    public void touchRow(int input, int row) {
        TouchedRows touched = inputs[input].touchedRows;
        if (touched != null) {
            touched.touch(row);
        }
    }

    /**
     * Returns the matrix that receives the batch's statistic for an input that is a running statistic; only in
     * training.
     */
    public Matrix statistic(int input) {
        return inputs[input].gradient;
    }

    /** Returns the gradient with respect to the output. Backward may overwrite it. */
    public Matrix outputGradient() {
        return output.gradient;
    }

    /** Returns {@link #outputGradient} by pixels. */
    public Matrix outputGradientPixels() {
        return output.gradientPixels;
    }

    /** Returns a workspace of the operation, in the order of {@link Operation#workspaces}. */
    public Matrix workspace(int index) {
        return workspaces[index];
    }

    /** Returns the mode of the plan. */
    public Mode mode() {
        return shared.mode;
    }

    /** Returns the object that computes the plan's matrix products. */
    public Gemm gemm() {
        return shared.gemm;
    }

    /**
     * Returns the key of one layer's random draws.
     *
     * @param stream distinguishes the layers of a network
     */
    public long key(Purpose purpose, int stream) {
        return shared.draws.key(purpose, stream);
    }

    /** Returns the keys of the rows of this pass. */
    public long[] rowKeys() {
        return shared.draws.rowKeys();
    }

    /** Returns the number of this pass's draw: the training step, or the number of the pass at inference. */
    public int draw() {
        return shared.draws.draw();
    }
}
