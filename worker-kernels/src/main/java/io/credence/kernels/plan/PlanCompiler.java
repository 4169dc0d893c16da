package io.credence.kernels.plan;

import io.credence.kernels.autograd.Draws;
import io.credence.kernels.autograd.Frame;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.TouchedRows;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The compiler of a graph into a {@link Plan}, or into several plans that share one memory. It allocates the buffers
 * and views them as matrices.
 */
final class PlanCompiler {
    private final PlanBuilder request;
    private final ParameterLayout layout;
    private final float[] gradient;
    private final Map<Integer, TouchedRows> tables;
    private final Gemm gemm;
    private final ActiveNodes active;
    private final List<Node> steps;
    private final BufferSchedule buffers;
    private final Map<String, ParameterLayout.Entry> entries = new HashMap<>();
    /** Null until the first plan is compiled. */
    private float[] memory;

    /** @param tables the tables of which plans write only the rows that a batch uses, by their offsets */
    PlanCompiler(PlanBuilder request, ParameterLayout layout, float[] gradient, Map<Integer, TouchedRows> tables) {
        this.request = request;
        this.layout = layout;
        this.gradient = gradient;
        this.tables = tables;
        this.gemm = request.gemm == null ? new Gemm() : request.gemm;
        this.active = new ActiveNodes(request);
        this.steps = active.steps();
        this.buffers = new BufferSchedule(request, active);
        layout.entries().forEach(entry -> entries.put(entry.name(), entry));
    }

    /** Returns the number of values in the memory of all plans. */
    long memorySize() {
        return buffers.memorySize();
    }

    /** Compiles a plan in the memory that all plans of this compiler share. */
    Plan plan(float[] parameters, long seed) {
        if (memory == null) {
            memory = allocate();
        }
        Matrix[] values = new Matrix[active.count()];
        Matrix[] gradients = new Matrix[active.count()];
        for (Node node : active.all(active::isNeeded)) {
            values[node.index()] = view(node, buffers.value(node), parameters);
            gradients[node.index()] = gradientView(node);
        }
        return assemble(new Draws(seed), parameters, values, gradients);
    }

    private float[] allocate() {
        if (memorySize() > PlanBuilder.MAX_VALUES) {
            throw new IllegalArgumentException("a plan of " + request.rows + " rows holds " + memorySize()
                    + " values; it must hold at most " + PlanBuilder.MAX_VALUES + ", with fewer rows");
        }
        return request.memory.atLeast((int) memorySize());
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
        boolean statistics = node.role() == Node.Role.STATE && request.loss != null;
        if (!active.needsGradient(node) && !statistics) {
            return null;
        }
        return view(node, buffers.gradient(node), gradient);
    }

    private Plan assemble(Draws draws, float[] parameters, Matrix[] values, Matrix[] gradients) {
        Frame.Shared shared = new Frame.Shared(request.mode, draws, gemm);
        Frame[] frames = new Frame[steps.size()];
        List<BackwardPass.Turn> turns = new ArrayList<>();
        for (int step = steps.size() - 1; step >= 0; step--) {
            Node node = steps.get(step);
            BufferSchedule.StepMemory own = buffers.memory(step);
            List<BackwardPass.Sum> sums = new ArrayList<>();
            Frame.Slot[] inputs = inputSlots(node, own, values, gradients, sums);
            Frame.Slot output = new Frame.Slot(node.shape(), values[node.index()], gradients[node.index()]);
            frames[step] = new Frame(node.operation(), shared, inputs, output, own.workspaceViews(memory));
            if (active.needsGradient(node)) {
                turns.add(turn(step, frames[step], sums));
            }
        }
        return new Plan(
                request,
                draws,
                new ForwardPass(frames),
                new BackwardPass(turns.toArray(BackwardPass.Turn[]::new), layout.size()),
                values,
                gradients,
                new GradientArray(gradient, parameters, layout, unreached(), idle()));
    }

    private BackwardPass.Turn turn(int step, Frame frame, List<BackwardPass.Sum> sums) {
        boolean sumsParameters = sums.stream().anyMatch(sum -> sum.total().data() == gradient);
        return new BackwardPass.Turn(frame, sums.toArray(BackwardPass.Sum[]::new), finishedAfter(step), sumsParameters);
    }

    private Frame.Slot[] inputSlots(
            Node node,
            BufferSchedule.StepMemory own,
            Matrix[] values,
            Matrix[] gradients,
            List<BackwardPass.Sum> sums) {
        Frame.Slot[] slots = new Frame.Slot[node.inputs().size()];
        for (int k = 0; k < slots.length; k++) {
            Node input = node.inputs().get(k);
            boolean reached = node.operation().isDifferentiable(k) || input.role() == Node.Role.STATE;
            Matrix target = reached ? gradients[input.index()] : null;
            Arena.Buffer scratch = own.scratch()[k];
            if (scratch != null) {
                Matrix part = Matrix.dense(memory, scratch.offset(), target.rows(), target.columns());
                sums.add(new BackwardPass.Sum(target, part));
                target = part;
            }
            slots[k] = new Frame.Slot(input.shape(), values[input.index()], target, touchedRows(target));
        }
        return slots;
    }

    private TouchedRows touchedRows(Matrix target) {
        return target != null && target.data() == gradient ? tables.get(target.offset()) : null;
    }

    /** Returns the start of the gradient's tail that no operation before {@code step} writes to. */
    private int finishedAfter(int step) {
        int from = 0;
        for (Node earlier : steps.subList(0, step)) {
            if (active.needsGradient(earlier)) {
                for (Node input : earlier.inputs()) {
                    if (input.role() == Node.Role.PARAMETER) {
                        from = Math.max(from, entries.get(input.name()).end());
                    }
                }
            }
        }
        return from;
    }

    private ParameterLayout.Entry[] unreached() {
        return entries(node -> node.role() == Node.Role.PARAMETER && !active.needsGradient(node));
    }

    private ParameterLayout.Entry[] idle() {
        return entries(node -> node.role() == Node.Role.STATE && !active.isNeeded(node));
    }

    private ParameterLayout.Entry[] entries(Predicate<Node> property) {
        return active.all(property).stream()
                .map(node -> entries.get(node.name()))
                .toArray(ParameterLayout.Entry[]::new);
    }
}
