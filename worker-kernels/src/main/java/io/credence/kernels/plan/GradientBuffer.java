package io.credence.kernels.plan;

import io.credence.kernels.autograd.Graph;
import io.credence.kernels.autograd.Node;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.autograd.TouchedRows;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The array that the plans of a network write its gradient to, in the parameters' layout. It knows which rows of large
 * embedding tables may differ from 0, so that plans clear only those, and {@link #add} adds only those. Whoever else
 * writes to the array calls {@link #touchAll}.
 */
public final class GradientBuffer {
    /** For smaller tables, one pass over the table is as fast. */
    private static final int SMALLEST_TABLE = 1 << 13;

    private final float[] array;
    private final int size;
    /** The tables whose rows are tracked, in the order of their offsets. */
    private final TouchedRows[] tables;

    /**
     * Creates an array of zeros.
     *
     * @param extra the number of elements after the layout, which belong to the caller. They are added and cleared with
     *     the rest, but plans do not change them
     */
    public GradientBuffer(Graph graph, int extra) {
        ParameterLayout layout = graph.layout();
        this.size = layout.size() + extra;
        this.array = new float[size];
        this.tables = graph.nodes().stream()
                .filter(node -> node.role() == Node.Role.PARAMETER && touchesOnlyRows(node, graph.nodes()))
                .map(node -> layout.find(node.name()).orElseThrow())
                .filter(entry -> entry.size() >= SMALLEST_TABLE)
                .sorted(Comparator.comparingInt(ParameterLayout.Entry::offset))
                .map(entry -> new TouchedRows(Matrix.dense(array, entry.offset(), entry.rows(), entry.columns())))
                .toArray(TouchedRows[]::new);
    }

    private static boolean touchesOnlyRows(Node parameter, List<Node> nodes) {
        List<Node> users =
                nodes.stream().filter(node -> node.inputs().contains(parameter)).toList();
        return users.size() == 1
                && users.get(0).inputs().indexOf(parameter)
                        == users.get(0).inputs().lastIndexOf(parameter)
                && users.get(0).operation().touchesRows(users.get(0).inputs().indexOf(parameter));
    }

    /** Returns the array; always the same one. */
    public float[] array() {
        return array;
    }

    /** Returns the tracked tables by the offsets of their gradients. */
    Map<Integer, TouchedRows> tablesByOffset() {
        Map<Integer, TouchedRows> byOffset = new HashMap<>();
        for (TouchedRows table : tables) {
            byOffset.put(table.gradient().offset(), table);
        }
        return byOffset;
    }

    /** Records that any element may have changed. */
    public void touchAll() {
        for (TouchedRows table : tables) {
            table.touchAll();
        }
    }

    /** Sets all elements to 0. */
    public void clear() {
        int from = 0;
        for (TouchedRows table : tables) {
            Arrays.fill(array, from, table.gradient().offset(), 0f);
            table.clear();
            from = end(table);
        }
        Arrays.fill(array, from, size, 0f);
    }

    /** Adds the elements [from, to) of another gradient of the same network to this one. */
    public void add(GradientBuffer other, int from, int to) {
        int next = from;
        for (int t = 0; t < tables.length; t++) {
            int start = tables[t].gradient().offset();
            if (start >= next && end(tables[t]) <= to) {
                addElements(other, next, start);
                tables[t].add(other.tables[t]);
                next = end(tables[t]);
            } else if (start < to && end(tables[t]) > next) {
                tables[t].touchAll();
            }
        }
        addElements(other, next, to);
    }

    private void addElements(GradientBuffer other, int from, int to) {
        Elementwise.add(array, from, array, from, other.array, from, to - from);
    }

    private static int end(TouchedRows table) {
        Matrix gradient = table.gradient();
        return gradient.offset() + gradient.rows() * gradient.columns();
    }
}
