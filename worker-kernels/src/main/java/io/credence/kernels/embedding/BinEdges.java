package io.credence.kernels.embedding;

import java.util.List;

/**
 * The edges of the bins of numeric columns. A column with n + 1 edges has n bins; its first bin also holds all smaller
 * numbers, its last all larger ones. The edges of all columns are numbered consecutively.
 */
public final class BinEdges {
    private final float[] edges;
    private final int[] starts;

    /**
     * @param columns the edges of each column, at least two, ascending
     * @throws IllegalArgumentException if a column has fewer, or they do not ascend as finite floats
     */
    public BinEdges(List<double[]> columns) {
        edges = new float[columns.stream().mapToInt(column -> column.length).sum()];
        starts = new int[columns.size() + 1];
        for (int i = 0; i < columns.size(); i++) {
            double[] column = columns.get(i);
            if (column.length < 2) {
                throw new IllegalArgumentException(
                        "column " + i + " has " + column.length + " edges of bins; it must have at least 2");
            }
            for (int t = 0; t < column.length; t++) {
                float edge = (float) column[t];
                if (!Float.isFinite(edge) || t > 0 && edge <= (float) column[t - 1]) {
                    throw new IllegalArgumentException("edge " + t + " of column " + i + " is " + column[t]
                            + "; it must be finite and above the edge before it, in single precision");
                }
                edges[starts[i] + t] = edge;
            }
            starts[i + 1] = starts[i] + column.length;
        }
    }

    /** Returns the number of columns. */
    int columns() {
        return starts.length - 1;
    }

    /** Returns the number of edges of all columns. */
    public int count() {
        return edges.length;
    }

    /** Returns the number of bins of all columns. */
    public int bins() {
        return edges.length - columns();
    }

    /** Returns the number of a column's first edge. */
    int first(int column) {
        return starts[column];
    }

    /** Returns the number of a column's last edge. */
    int last(int column) {
        return starts[column + 1] - 1;
    }

    /** Returns an edge. */
    public float at(int edge) {
        return edges[edge];
    }

    /** Returns the width of the bin that begins at an edge. */
    float width(int edge) {
        return edges[edge + 1] - edges[edge];
    }

    /** Returns the edge at which the bin of a number begins. */
    int find(int column, float x) {
        int edge = starts[column];
        // The comparisons depend on the data alone, so they are conditional moves instead of branches.
        for (int bins = starts[column + 1] - 1 - edge; bins > 1; ) {
            int half = bins >>> 1;
            edge = edges[edge + half] <= x ? edge + half : edge;
            bins -= half;
        }
        return edge;
    }
}
