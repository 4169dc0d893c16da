package io.credence.kernels.autograd;

import java.util.List;

/**
 * A differentiable function of a few values. An operation holds only its settings; its values are in the {@link
 * Frame}. It implements its local derivative and nothing else: given the gradient of the loss with respect to its
 * output, {@link #backwardToParameters} and {@link #backward} write the gradient with respect to each input. The
 * executor sums the gradients of a value with several uses.
 */
public interface Operation {
    /**
     * Returns the shape of the output.
     *
     * @throws ShapeException if the operation does not accept these inputs
     */
    Shape shape(InputShapes arguments);

    /** Computes {@link Frame#output()} from {@link Frame#input}. */
    void forward(Frame frame);

    /**
     * Runs the first half of backward, for an operation with many parameters: writes {@link Frame#gradient} of all
     * parameters, so that their sum over the replicas of a member can start while {@link #backward} computes the rest.
     *
     * @return whether it wrote them; if not, {@link #backward} does
     */
    default boolean backwardToParameters(Frame frame) {
        return false;
    }

    /**
     * Writes {@link Frame#gradient} of every input that needs one and does not have it yet, from {@link
     * Frame#outputGradient()}. It may overwrite the latter and anything that forward kept.
     */
    void backward(Frame frame);

    /** Returns whether backward reads this input's value. */
    default boolean keepsInput(int input) {
        return true;
    }

    /** Returns whether backward reads the output's value. */
    default boolean keepsOutput() {
        return false;
    }

    /** Returns whether the output is differentiable with respect to this input; labels and indices have no gradient. */
    default boolean isDifferentiable(int input) {
        return true;
    }

    /**
     * Returns whether backward clears the gradient of this parameter by {@link Frame#clearRows} and then adds to the
     * rows that the batch uses, after {@link Frame#touchRow} for each.
     */
    default boolean touchesRows(int input) {
        return false;
    }

    /**
     * Returns the memory needed besides inputs and output, available as {@link Frame#workspace}.
     *
     * @param inputs the shapes of the inputs
     * @param rows the rows of the batch
     */
    default List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return List.of();
    }
}
