package io.credence.kernels.plan;

import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The buffers of a plan and their lifetimes. Time runs over the n operations forward, 0 to n - 1, then backward, n to
 * 2 n - 1: operation k runs at times k and 2 n - 1 - k. Every buffer is requested for the times at which an operation
 * reads or writes it; the {@link Arena} places it.
 */
final class BufferSchedule {
    private static final int ALWAYS = -1;

    /**
     * The buffers of one operation besides its value and its gradient. A null scratch means that the input's gradient
     * is written in place.
     */
    record StepMemory(List<Arena.Buffer> workspaces, List<Workspace> shapes, Arena.Buffer[] scratch) {
        Matrix[] workspaceViews(float[] memory) {
            Matrix[] views = new Matrix[shapes.size()];
            for (int w = 0; w < views.length; w++) {
                Workspace shape = shapes.get(w);
                views[w] = Matrix.dense(memory, workspaces.get(w).offset(), shape.rows(), shape.columns());
            }
            return views;
        }
    }

    private final PlanBuilder request;
    private final ActiveNodes active;
    private final List<Node> steps;
    private final Arena arena = new Arena();
    private final Arena.Buffer[] values;
    private final Arena.Buffer[] gradients;
    private final int[] gradientsWritten;
    private final StepMemory[] memories;
    private final long memorySize;

    BufferSchedule(PlanBuilder request, ActiveNodes active) {
        this.request = request;
        this.active = active;
        this.steps = active.steps();
        this.values = new Arena.Buffer[active.count()];
        this.gradients = new Arena.Buffer[active.count()];
        this.gradientsWritten = new int[active.count()];
        this.memories = new StepMemory[steps.size()];
        requestValues();
        requestGradients();
        this.memorySize = arena.layOut();
    }

    /** Returns the length of the memory that holds all buffers, which may exceed that of an array. */
    long memorySize() {
        return memorySize;
    }

    /** Returns the buffer of a node's value; null for parameters and state. */
    Arena.Buffer value(Node node) {
        return values[node.index()];
    }

    /** Returns the buffer of a node's gradient; null for parameters and state. */
    Arena.Buffer gradient(Node node) {
        return gradients[node.index()];
    }

    /** Returns the other buffers of a step's operation. */
    StepMemory memory(int step) {
        return memories[step];
    }

    private int forwardTime(int step) {
        return step;
    }

    private int backwardTime(int step) {
        return 2 * steps.size() - 1 - step;
    }

    private int end() {
        return 2 * steps.size();
    }

    private long sizeOf(Node node) {
        return (long) node.shape().rowsIn(request.rows) * node.shape().columns();
    }

    private void requestValues() {
        active.all(node -> active.isNeeded(node) && node.role() == Node.Role.INPUT)
                .forEach(node -> values[node.index()] = arena.request(sizeOf(node), ALWAYS, end()));
        for (int step = 0; step < steps.size(); step++) {
            Node node = steps.get(step);
            values[node.index()] = arena.request(sizeOf(node), forwardTime(step), forwardTime(step));
            boolean backward = active.needsGradient(node);
            if (backward && node.operation().keepsOutput()) {
                values[node.index()].keepUntil(backwardTime(step));
            }
            for (int k = 0; k < node.inputs().size(); k++) {
                Arena.Buffer input = values[node.inputs().get(k).index()];
                if (input != null) {
                    boolean kept = backward && node.operation().keepsInput(k);
                    input.keepUntil(kept ? backwardTime(step) : forwardTime(step));
                }
            }
        }
        request.kept.stream()
                .filter(node -> values[node.index()] != null)
                .forEach(node -> values[node.index()].keepUntil(end()));
    }

    /**
     * Requests the gradients' buffers in the order of the backward pass. The first user of a value writes its gradient
     * in place, the others to a scratch buffer.
     */
    private void requestGradients() {
        if (request.loss != null) {
            requestGradient(request.loss, steps.size());
            request.graph.penalties().forEach(node -> requestGradient(node, steps.size()));
        }
        for (int step = steps.size() - 1; step >= 0; step--) {
            Node node = steps.get(step);
            boolean backward = active.needsGradient(node);
            Arena.Buffer[] scratch = new Arena.Buffer[node.inputs().size()];
            for (int k = 0; backward && k < scratch.length; k++) {
                scratch[k] = requestInputGradient(node, k, backwardTime(step));
            }
            if (backward) {
                gradients[node.index()].keepUntil(backwardTime(step));
            }
            memories[step] = requestWorkspaces(node, step, backward, scratch);
        }
    }

    private void requestGradient(Node node, int time) {
        if (active.needsGradient(node) && gradients[node.index()] == null) {
            int last = node.role() == Node.Role.INPUT ? end() : time;
            gradients[node.index()] = arena.request(sizeOf(node), time, last);
        }
    }

    private Arena.Buffer requestInputGradient(Node node, int k, int time) {
        Node input = node.inputs().get(k);
        if (!active.needsGradient(input) || !node.operation().isDifferentiable(k)) {
            return null;
        }
        if (input.role() != Node.Role.PARAMETER) {
            requestGradient(input, time);
            gradients[input.index()].keepUntil(time);
        }
        boolean seeded = input == request.loss || request.graph.penalties().contains(input);
        boolean first = gradientsWritten[input.index()]++ == 0 && !seeded;
        return first ? null : arena.request(sizeOf(input), time, time);
    }

    private StepMemory requestWorkspaces(Node node, int step, boolean backward, Arena.Buffer[] scratch) {
        List<Shape> shapes = node.inputs().stream().map(Node::shape).toList();
        List<Workspace> workspaces = node.operation().workspaces(shapes, request.rows, request.mode);
        List<Arena.Buffer> buffers = new ArrayList<>();
        for (Workspace workspace : workspaces) {
            long size = (long) workspace.rows() * workspace.columns();
            int first = workspace.lifetime() == Workspace.Lifetime.BACKWARD ? backwardTime(step) : forwardTime(step);
            boolean late = backward && workspace.lifetime() != Workspace.Lifetime.FORWARD;
            buffers.add(arena.request(size, first, late ? backwardTime(step) : first));
        }
        return new StepMemory(buffers, workspaces, scratch);
    }
}
