package io.credence.kernels.autograd;

import java.util.List;

/**
 * A differentiable function of a few values. An operation holds its settings only; the values it works on are in the {@link Frame}. It
 * knows its local derivative and nothing else: given the gradient of the loss with respect to its output, {@link #backwardToParameters} and
 * {@link #backward} write the gradient with respect to each input. That a value used twice receives the sum is the plan's concern.
 */
public interface Operation {
    /**
     * The shape of the output.
     *
     * @throws ShapeException if the operation cannot take these inputs
     */
    Shape shape(InputShapes arguments);

    /** Computes {@link Frame#output()} from {@link Frame#input}. */
    void forward(Frame frame);

    /**
     * The first half of backward, for an operation with many parameters: writes {@link Frame#gradient} of all of them, so that their sum over the
     * replicas of a member can be under way while {@link #backward} computes the rest.
     *
     * @return whether it did; if not, {@link #backward} does all
     */
    default boolean backwardToParameters(Frame frame) {
        return false;
    }

    /**
     * Writes {@link Frame#gradient} of every input that wants one and does not have it yet, from {@link Frame#outputGradient()}. It may
     * overwrite that and what forward has kept.
     */
    void backward(Frame frame);

    /** Whether backward reads this input's value. */
    default boolean keepsInput(int input) {
        return true;
    }

    /** Whether backward reads the output's value. */
    default boolean keepsOutput() {
        return false;
    }

    /** Whether the output changes smoothly with this input; labels and indices have no gradient. */
    default boolean isDifferentiable(int input) {
        return true;
    }

    /**
     * The memory needed beside inputs and output, as {@link Frame#workspace}.
     *
     * @param inputs the shapes of the inputs
     * @param rows the rows of the batch
     * @param mode what the plan is for
     */
    default List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        return List.of();
    }
}
