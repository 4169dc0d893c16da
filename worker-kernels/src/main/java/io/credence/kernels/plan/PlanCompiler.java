package io.credence.kernels.plan;

import io.credence.kernels.autograd.Draws;
import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.autograd.Workspace;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Turns a graph into a {@link Plan}, or into several with one memory. Time runs over the operations forward, 0 to n - 1, then backward, n to 2 n - 1:
 * operation k works at times k and 2 n - 1 - k. Every buffer asks for the span of times at which somebody reads or writes it; the {@link Arena} does
 * the rest.
 */
final class PlanCompiler {
    private static final int ALWAYS = -1;

    private final PlanBuilder request;
    private final ParameterLayout layout;
    private final float[] gradient;
    private final Gemm gemm;
    private final long memorySize;
    private final Arena arena = new Arena();
    private final List<Node> steps = new ArrayList<>();
    private final Node[] nodes;
    private final boolean[] needed;
    private final boolean[] wantsGradient;
    private final int[] gradientsWritten;
    private final Arena.Buffer[] values;
    private final Arena.Buffer[] gradients;
    private final Map<String, ParameterLayout.Entry> entries = new HashMap<>();
    private final List<StepMemory> memories = new ArrayList<>();
    /** Null before the first plan. */
    private float[] memory;

    /** The buffers of one operation beside its value and its gradient; a null scratch means its input's gradient is written in place. */
    private record StepMemory(List<Arena.Buffer> workspaces, List<Workspace> shapes, Arena.Buffer[] scratch) {
        Matrix[] workspaceViews(float[] memory) {
            Matrix[] views = new Matrix[shapes.size()];
            for (int w = 0; w < views.length; w++) {
                Workspace shape = shapes.get(w);
                views[w] = Matrix.dense(memory, workspaces.get(w).offset(), shape.rows(), shape.columns());
            }
            return views;
        }
    }

    PlanCompiler(PlanBuilder request, ParameterLayout layout, float[] gradient) {
        this.request = request;
        this.layout = layout;
        this.gradient = gradient;
        this.gemm = request.gemm == null ? new Gemm() : request.gemm;
        this.nodes = request.graph.nodes().toArray(Node[]::new);
        this.needed = new boolean[nodes.length];
        this.wantsGradient = new boolean[nodes.length];
        this.gradientsWritten = new int[nodes.length];
        this.values = new Arena.Buffer[nodes.length];
        this.gradients = new Arena.Buffer[nodes.length];
        layout.entries().forEach(entry -> entries.put(entry.name(), entry));
        findNeeded();
        findGradients();
        requestValues();
        requestGradients();
        this.memorySize = arena.layOut();
    }

    /** The values that the memory of all plans holds. */
    long memorySize() {
        return memorySize;
    }

    /** A plan in the memory of this compiler, which all its plans share. */
    Plan plan(float[] parameters, long seed) {
        if (memory == null) {
            memory = allocate();
        }
        Matrix[] valueViews = new Matrix[nodes.length];
        Matrix[] gradientViews = new Matrix[nodes.length];
        for (Node node : nodes) {
            if (needed[node.index()]) {
                valueViews[node.index()] = view(node, values[node.index()], parameters);
                gradientViews[node.index()] = gradientView(node);
            }
        }
        return assemble(new Draws(seed), parameters, valueViews, gradientViews);
    }

    private float[] allocate() {
        if (memorySize > PlanBuilder.MOST_VALUES) {
            throw new IllegalArgumentException("a plan of " + request.rows + " rows holds " + memorySize
                    + " values; it must hold at most " + PlanBuilder.MOST_VALUES + ", with fewer rows");
        }
        return new float[(int) memorySize];
    }

    private boolean trains() {
        return request.loss != null;
    }

    /** Marks what the kept nodes depend on. Nodes stand after their inputs, so one sweep from the end is enough. */
    private void findNeeded() {
        request.kept.forEach(node -> needed[node.index()] = true);
        request.gradientInputs.forEach(node -> needed[node.index()] = true);
        for (int i = nodes.length - 1; i >= 0; i--) {
            if (needed[i]) {
                nodes[i].inputs().forEach(input -> needed[input.index()] = true);
            }
        }
        for (Node node : nodes) {
            if (needed[node.index()] && node.role() == Node.Role.RESULT) {
                steps.add(node);
            }
        }
    }

    /** Marks the nodes on a path from something trained to what training minimises. */
    private void findGradients() {
        if (!trains()) {
            return;
        }
        boolean[] reachesLoss = new boolean[nodes.length];
        reachesLoss[request.loss.index()] = true;
        request.graph.penalties().forEach(node -> reachesLoss[node.index()] = true);
        for (int i = nodes.length - 1; i >= 0; i--) {
            for (int k = 0; reachesLoss[i] && k < nodes[i].inputs().size(); k++) {
                if (nodes[i].operation().isDifferentiable(k)) {
                    reachesLoss[nodes[i].inputs().get(k).index()] = true;
                }
            }
        }
        for (Node node : nodes) {
            boolean source = node.role() == Node.Role.PARAMETER || request.gradientInputs.contains(node);
            boolean derived = false;
            for (int k = 0; k < node.inputs().size(); k++) {
                derived |= node.operation().isDifferentiable(k)
                        && wantsGradient[node.inputs().get(k).index()];
            }
            wantsGradient[node.index()] = needed[node.index()] && reachesLoss[node.index()] && (source || derived);
        }
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
        for (Node node : nodes) {
            if (needed[node.index()] && node.role() == Node.Role.INPUT) {
                values[node.index()] = arena.request(sizeOf(node), ALWAYS, end());
            }
        }
        for (int step = 0; step < steps.size(); step++) {
            Node node = steps.get(step);
            values[node.index()] = arena.request(sizeOf(node), forwardTime(step), forwardTime(step));
            boolean backward = wantsGradient[node.index()];
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

    /** In the order of the backward pass, so that the first to write a gradient writes it in place and the others beside it. */
    private void requestGradients() {
        if (trains()) {
            requestGradient(request.loss, steps.size());
            request.graph.penalties().forEach(node -> requestGradient(node, steps.size()));
        }
        StepMemory[] byStep = new StepMemory[steps.size()];
        for (int step = steps.size() - 1; step >= 0; step--) {
            Node node = steps.get(step);
            boolean backward = wantsGradient[node.index()];
            Arena.Buffer[] scratch = new Arena.Buffer[node.inputs().size()];
            for (int k = 0; backward && k < scratch.length; k++) {
                scratch[k] = requestInputGradient(node, k, backwardTime(step));
            }
            if (backward) {
                gradients[node.index()].keepUntil(backwardTime(step));
            }
            byStep[step] = requestWorkspaces(node, step, backward, scratch);
        }
        memories.addAll(Arrays.asList(byStep));
    }

    private void requestGradient(Node node, int time) {
        if (wantsGradient[node.index()] && gradients[node.index()] == null) {
            int last = node.role() == Node.Role.INPUT ? end() : time;
            gradients[node.index()] = arena.request(sizeOf(node), time, last);
        }
    }

    private Arena.Buffer requestInputGradient(Node node, int k, int time) {
        Node input = node.inputs().get(k);
        if (!wantsGradient[input.index()] || !node.operation().isDifferentiable(k)) {
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

    private Matrix view(Node node, Arena.Buffer buffer, float[] array) {
        int rows = node.shape().rowsIn(request.rows);
        int columns = node.shape().columns();
        if (buffer != null) {
            return Matrix.dense(memory, buffer.offset(), rows, columns);
        }
        return Matrix.dense(array, entries.get(node.name()).offset(), rows, columns);
    }

    private Matrix gradientView(Node node) {
        boolean statistics = node.role() == Node.Role.STATE && trains();
        if (!wantsGradient[node.index()] && !statistics) {
            return null;
        }
        return view(node, gradients[node.index()], gradient);
    }

    private Plan assemble(Draws draws, float[] parameters, Matrix[] valueViews, Matrix[] gradientViews) {
        Frame.Shared shared = new Frame.Shared(request.mode, draws, gemm);
        Frame[] frames = new Frame[steps.size()];
        Plan.Backward[] backward = new Plan.Backward[steps.size()];
        int count = 0;
        for (int step = steps.size() - 1; step >= 0; step--) {
            Node node = steps.get(step);
            StepMemory own = memories.get(step);
            List<Plan.Sum> sums = new ArrayList<>();
            Frame.Slot[] inputs = inputSlots(node, own, valueViews, gradientViews, sums);
            Frame.Slot output = new Frame.Slot(node.shape(), valueViews[node.index()], gradientViews[node.index()]);
            frames[step] = new Frame(node.operation(), shared, inputs, output, own.workspaceViews(memory));
            if (wantsGradient[node.index()]) {
                backward[count++] = backward(step, frames[step], sums);
            }
        }
        return new Plan(
                request,
                draws,
                frames,
                Arrays.copyOf(backward, count),
                valueViews,
                gradientViews,
                parameters,
                new Plan.Pieces(gradient, layout.trained(), layout.size(), unreached(), idle()));
    }

    private Plan.Backward backward(int step, Frame frame, List<Plan.Sum> sums) {
        boolean sumsParameters = sums.stream().anyMatch(sum -> sum.total().data() == gradient);
        return new Plan.Backward(frame, sums.toArray(Plan.Sum[]::new), finishedAfter(step), sumsParameters);
    }

    private Frame.Slot[] inputSlots(
            Node node, StepMemory own, Matrix[] valueViews, Matrix[] gradientViews, List<Plan.Sum> sums) {
        Frame.Slot[] slots = new Frame.Slot[node.inputs().size()];
        for (int k = 0; k < slots.length; k++) {
            Node input = node.inputs().get(k);
            boolean reached = node.operation().isDifferentiable(k) || input.role() == Node.Role.STATE;
            Matrix target = reached ? gradientViews[input.index()] : null;
            Arena.Buffer scratch = own.scratch()[k];
            if (scratch != null) {
                Matrix part = Matrix.dense(memory, scratch.offset(), target.rows(), target.columns());
                sums.add(new Plan.Sum(target, part));
                target = part;
            }
            slots[k] = new Frame.Slot(input.shape(), valueViews[input.index()], target);
        }
        return slots;
    }

    /** The start of the gradient's tail that no operation before {@code step} writes to. */
    private int finishedAfter(int step) {
        int from = 0;
        for (int earlier = 0; earlier < step; earlier++) {
            if (wantsGradient[steps.get(earlier).index()]) {
                for (Node input : steps.get(earlier).inputs()) {
                    if (input.role() == Node.Role.PARAMETER) {
                        from = Math.max(from, entries.get(input.name()).end());
                    }
                }
            }
        }
        return from;
    }

    /** Trained parameters that what is minimised does not depend on: their gradient is zero. */
    private List<ParameterLayout.Entry> unreached() {
        return entriesOf(node -> node.role() == Node.Role.PARAMETER && !wantsGradient[node.index()]);
    }

    /** State that nothing here has: it stays what it is. */
    private List<ParameterLayout.Entry> idle() {
        return entriesOf(node -> node.role() == Node.Role.STATE && !needed[node.index()]);
    }

    private List<ParameterLayout.Entry> entriesOf(Predicate<Node> chosen) {
        return Stream.of(nodes)
                .filter(chosen)
                .map(node -> entries.get(node.name()))
                .toList();
    }
}
