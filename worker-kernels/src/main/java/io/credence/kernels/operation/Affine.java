package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.product.Transposition;
import io.credence.kernels.simd.reduction.Reductions;

/**
 * A dense layer as one operation: y = f(x W + b), where x W is the matrix product, and bias and activation are applied
 * while its result is in the cache. Inputs: x {@code [batch, in]}, W {@code [in, out]}, b {@code [1, out]}. Output:
 * {@code [batch, out]}. An affine operation with the identity may leave out b.
 *
 * <p>With dz = dy f'(y), the derivative of f computed from its output: dW = x^T dz, db = the column sums of dz, dx =
 * dz W^T (all matrix products).
 *
 * @param activation f, whose derivative must follow from its output; see {@link #fuses}
 */
public record Affine(Activation activation) implements Operation {
    /** @throws IllegalArgumentException if the derivative of the activation needs more than its output */
    public Affine {
        if (!fuses(activation)) {
            throw new IllegalArgumentException("activation of an affine operation is " + activation
                    + "; it must be one whose derivative follows from its output");
        }
    }

    /** Returns whether an activation can be fused with the product. The others need a separate {@link Activate}. */
    public static boolean fuses(Activation activation) {
        return !Activations.needsInput(activation);
    }

    @Override
    public Shape shape(InputShapes arguments) {
        boolean hasBias = arguments.count() != 2 || activation != Activation.IDENTITY;
        Shape weight = arguments.requireCount(hasBias ? 3 : 2).requireBatch(0).shape(1);
        arguments.requireFixed(1, arguments.shape(0).columns(), weight.columns());
        if (hasBias) {
            arguments.requireFixed(2, 1, weight.columns());
        }
        return Shape.batchOf(weight.columns());
    }

    @Override
    public boolean keepsInput(int input) {
        return input != 2;
    }

    @Override
    public boolean keepsOutput() {
        return activation != Activation.IDENTITY;
    }

    @Override
    public void forward(Frame frame) {
        if (frame.inputs() == 2) {
            frame.gemm().multiply(Transposition.NONE, frame.output(), frame.input(0), frame.input(1));
        } else {
            frame.gemm()
                    .multiply(
                            Transposition.NONE,
                            frame.output(),
                            frame.input(0),
                            frame.input(1),
                            frame.input(2),
                            activation);
        }
    }

    @Override
    public boolean backwardToParameters(Frame frame) {
        Matrix dz = frame.outputGradient();
        if (activation != Activation.IDENTITY) {
            Activations.backward(activation, dz, dz, frame.output(), frame.output());
        }
        if (frame.gradient(1) != null) {
            frame.gemm().multiply(Transposition.LEFT, frame.gradient(1), frame.input(0), dz);
        }
        if (frame.inputs() == 3 && frame.gradient(2) != null) {
            Reductions.columnSums(frame.gradient(2), dz, false);
        }
        return true;
    }

    @Override
    public void backward(Frame frame) {
        if (frame.gradient(0) != null) {
            frame.gemm().multiply(Transposition.RIGHT, frame.gradient(0), frame.outputGradient(), frame.input(1));
        }
    }
}
