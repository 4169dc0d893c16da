package io.credence.kernels.autograd;

import io.credence.kernels.random.Purpose;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.util.Arrays;

/** What one operation works on within a plan: views of its values and gradients, made once when the plan is compiled. */
public final class Frame {
    /** What all frames of a plan share. */
    public record Shared(Mode mode, Draws draws, Gemm gemm) {}

    private final Operation operation;
    private final Shared shared;
    private final Slot[] inputs;
    private final Slot output;
    private final Matrix[] workspaces;
    private Frame[] parts;

    /** One value of an operation: as rows, and where the rows are images also as pixels {@code [rows * height * width, channels]}. */
    public static final class Slot {
        private final Shape shape;
        private final Matrix value;
        private final Matrix gradient;
        private final Matrix pixels;
        private final Matrix gradientPixels;

        public Slot(Shape shape, Matrix value, Matrix gradient) {
            this.shape = shape;
            this.value = value;
            this.gradient = gradient;
            this.pixels = pixels(shape, value);
            this.gradientPixels = pixels(shape, gradient);
        }

        /** These rows of a batch; all of what every row shares. */
        private Slot part(int from, int rows) {
            return shape.isBatch() ? new Slot(shape, cut(value, from, rows), cut(gradient, from, rows)) : this;
        }

        private static Matrix pixels(Shape shape, Matrix rows) {
            int perRow = shape.height() * shape.width();
            if (rows == null || perRow == 1) {
                return rows;
            }
            return Matrix.dense(rows.data(), rows.offset(), rows.rows() * perRow, shape.channels());
        }
    }

    public Frame(Operation operation, Shared shared, Slot[] inputs, Slot output, Matrix[] workspaces) {
        this.operation = operation;
        this.shared = shared;
        this.inputs = inputs;
        this.output = output;
        this.workspaces = workspaces;
    }

    /** The operation, if the slices of a batch synchronise halfway through it; otherwise null. */
    public SynchronizedOperation synchronizedOperation() {
        return operation instanceof SynchronizedOperation candidate && candidate.synchronizes(shared.mode)
                ? candidate
                : null;
    }

    public void forward() {
        operation.forward(this);
    }

    public boolean backwardToParameters() {
        return operation.backwardToParameters(this);
    }

    public void backward() {
        operation.backward(this);
    }

    /**
     * This frame cut into frames of a few rows, first to last, for an operation that works through a batch piece by piece. They share the
     * workspaces, which hold what the rows of one part take. Made at the first call; the number of rows must be the same in every call.
     */
    public Frame[] parts(int rows) {
        if (parts == null) {
            int all = output.value.rows();
            int most = Math.min(rows, all);
            parts = new Frame[(all + most - 1) / most];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = part(i * most, Math.min(most, all - i * most), most);
            }
        }
        return parts;
    }

    private Frame part(int from, int rows, int most) {
        Slot[] slots = new Slot[inputs.length];
        Arrays.setAll(slots, i -> inputs[i].part(from, rows));
        Matrix[] memory = new Matrix[workspaces.length];
        Arrays.setAll(memory, i -> cut(workspaces[i], 0, workspaces[i].rows() / most * rows));
        return new Frame(operation, shared, slots, output.part(from, rows), memory);
    }

    private static Matrix cut(Matrix matrix, int from, int rows) {
        return matrix == null
                ? null
                : new Matrix(matrix.data(), matrix.row(from), rows, matrix.columns(), matrix.stride());
    }

    Operation operation() {
        return operation;
    }

    /** The value of an input. */
    public Matrix input(int input) {
        return inputs[input].value;
    }

    /** The value of an input by pixels, {@code [rows * height * width, channels]}. */
    public Matrix inputPixels(int input) {
        return inputs[input].pixels;
    }

    /** The value of the output. */
    public Matrix output() {
        return output.value;
    }

    /** The value of the output by pixels, {@code [rows * height * width, channels]}. */
    public Matrix outputPixels() {
        return output.pixels;
    }

    /** Where the gradient with respect to an input is to be written; null where none is wanted. */
    public Matrix gradient(int input) {
        return inputs[input].gradient;
    }

    /** {@link #gradient} by pixels. */
    public Matrix gradientPixels(int input) {
        return inputs[input].gradientPixels;
    }

    /** Where the batch's statistic is to be written that an input of running statistics follows; in training only. */
    public Matrix statistic(int input) {
        return inputs[input].gradient;
    }

    /** The gradient with respect to the output. Backward may overwrite it. */
    public Matrix outputGradient() {
        return output.gradient;
    }

    /** {@link #outputGradient} by pixels. */
    public Matrix outputGradientPixels() {
        return output.gradientPixels;
    }

    /** The operation's own memory, in the order of {@link Operation#workspaces}. */
    public Matrix workspace(int index) {
        return workspaces[index];
    }

    /** What the plan is for. */
    public Mode mode() {
        return shared.mode;
    }

    /** The plan's matrix products. */
    public Gemm gemm() {
        return shared.gemm;
    }

    /**
     * The key of one layer's random draws.
     *
     * @param stream tells the layers of a network apart
     */
    public long key(Purpose purpose, int stream) {
        return shared.draws.key(purpose, stream);
    }

    /** The keys of the rows of this pass. */
    public long[] rowKeys() {
        return shared.draws.rowKeys();
    }

    /** The draw of this pass: the step in training, the pass at inference. */
    public int draw() {
        return shared.draws.draw();
    }
}
