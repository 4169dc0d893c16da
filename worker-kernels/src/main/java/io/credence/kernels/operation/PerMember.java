package io.credence.kernels.operation;

import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.InputShapes;
import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import java.util.List;

/**
 * An operation that packed members compute each with parameters of its own. A batch of k b rows has the b rows of the
 * first member, then those of the second, and so on; a parameter {@code [k r, n]} has the first member's {@code [r,
 * n]}, and so on. Inputs and output are those of the operation, with k times as many rows.
 *
 * <p>Whatever members share is an ordinary operation on all k b rows.
 *
 * @param members the number of members, k, at least 1
 * @param operation what each of them computes; one without workspaces
 */
public record PerMember(int members, Operation operation) implements Operation {
    /** @throws IllegalArgumentException if there is no member */
    public PerMember {
        if (members < 1) {
            throw new IllegalArgumentException("number of members is " + members + "; it must be at least 1");
        }
    }

    @Override
    public Shape shape(InputShapes arguments) {
        return operation.shape(arguments.ofMember(members));
    }

    @Override
    public void forward(Frame frame) {
        for (Frame member : frame.members(members)) {
            operation.forward(member);
        }
    }

    @Override
    public boolean backwardToParameters(Frame frame) {
        boolean written = false;
        for (Frame member : frame.members(members)) {
            written = operation.backwardToParameters(member);
        }
        return written;
    }

    @Override
    public void backward(Frame frame) {
        for (Frame member : frame.members(members)) {
            operation.backward(member);
        }
    }

    @Override
    public boolean keepsInput(int input) {
        return operation.keepsInput(input);
    }

    @Override
    public boolean keepsOutput() {
        return operation.keepsOutput();
    }

    @Override
    public boolean isDifferentiable(int input) {
        return operation.isDifferentiable(input);
    }

    /** @throws IllegalArgumentException if the operation needs workspaces, which its frames would not have */
    @Override
    public List<Workspace> workspaces(List<Shape> inputs, int rows, Mode mode) {
        if (!operation.workspaces(inputs, rows, mode).isEmpty()) {
            throw new IllegalArgumentException(
                    "operation of each packed member is " + operation + "; it must be one without workspaces");
        }
        return List.of();
    }
}
