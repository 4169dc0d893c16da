package io.credence.kernels.embedding;

import io.credence.kernels.autograd.Mode;
import io.credence.kernels.autograd.Operation;
import io.credence.kernels.autograd.Shape;
import io.credence.kernels.operation.OperationCase;
import io.credence.kernels.operation.OperationCase.Definition;
import io.credence.kernels.operation.OperationCase.Input;
import io.credence.kernels.random.Purpose;
import io.credence.kernels.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Cases for the embeddings of categories and numbers, with their definitions in double precision. */
public final class EmbeddingCases {
    private static final int ROWS = 5;

    /** Numbers below, in and above the bins of every column of {@link #EDGES}; none is on an edge. */
    private static final double[][] NUMBERS = {{-3, -1.5, 0.2, 0.7, 9}, {-5, 0.1, 0.8, -0.4, 0.9}, {0.5, -2.5, -6, 4, 2}
    };

    private static final List<double[]> EDGES =
            List.of(new double[] {-1, 0, 0.5, 2}, new double[] {-0.5, 0.75}, new double[] {-2, -1, 0, 1, 1.5, 3});

    private final List<OperationCase> cases = new ArrayList<>();
    private final RandomStream random = new RandomStream(6, Purpose.EVALUATION, 0);

    private EmbeddingCases() {}

    /** Returns all cases. */
    public static List<OperationCase> all() {
        EmbeddingCases all = new EmbeddingCases();
        Input rows = new Input(Shape.batchOf(4), new float[] {0.5f, -1, 0, 2, 1.5f, 2, 2, 0, 3, 1, 0, 2});
        all.add("embed", new Embed(2), 3, EmbeddingCases::embed, rows, all.fixed(3, 3), all.fixed(4, 2));
        for (List<Integer> positions : List.of(List.of(1, 2, 4), List.of(0, 3, 5))) {
            all.addPiecewise(new NumericColumns(positions), 5);
            all.addPeriodic(new NumericColumns(positions), 17, 3);
        }
        all.addPiecewise(new NumericColumns(List.of(0, 1, 2)), 17);
        all.addPeriodic(new NumericColumns(List.of(0, 1, 2)), 3, 1);
        return all.cases;
    }

    private void addPiecewise(NumericColumns columns, int width) {
        Operation operation = new EmbedPiecewise(columns, new BinEdges(EDGES));
        int bins = EDGES.stream().mapToInt(edges -> edges.length - 1).sum();
        add(
                "embed piecewise " + columns.input(2) + " " + width,
                operation,
                ROWS,
                in -> embedColumns(in[0], columns, width, (column, x) -> piecewise(in, column, width, x)),
                rows(columns),
                fixed(3, width),
                fixed(bins, width),
                fixed(3, width));
    }

    private void addPeriodic(NumericColumns columns, int waves, int outputs) {
        add(
                "embed periodic " + columns.input(2) + " " + waves + " " + outputs,
                new EmbedPeriodic(columns),
                ROWS,
                in -> embedColumns(in[0], columns, 1 + outputs, (column, x) -> periodic(in, column, waves, x)),
                rows(columns),
                fixed(3, waves, 0.1),
                fixed(3, waves),
                fixed(3 * outputs, waves),
                fixed(3, outputs));
    }

    private void add(String name, Operation operation, int rows, Definition definition, Input... inputs) {
        cases.add(new OperationCase(name, operation, Mode.TRAINING, rows, 1, List.of(inputs), definition));
    }

    /** Returns rows of as many columns as the last position needs and one more, unless the columns are adjacent. */
    private Input rows(NumericColumns columns) {
        int width = columns.input(2) == 2 ? 3 : columns.input(2) + 1 + columns.input(0);
        float[] values = new float[ROWS * width];
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < width; j++) {
                values[row * width + j] = (float) random.nextGaussian();
            }
            for (int column = 0; column < 3; column++) {
                values[row * width + columns.input(column)] = (float) NUMBERS[column][row];
            }
        }
        return new Input(Shape.batchOf(width), values);
    }

    private Input fixed(int rows, int columns) {
        return fixed(rows, columns, 1);
    }

    private Input fixed(int rows, int columns, double scale) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return new Input(Shape.fixed(rows, columns), values);
    }

    private interface Embedded {
        double[] apply(int column, double x);
    }

    private static double[] embedColumns(double[] in, NumericColumns columns, int width, Embedded embedded) {
        int inputs = in.length / ROWS;
        List<Double> out = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            int position = i % inputs;
            double[] values = {in[i]};
            for (int column = 0; column < columns.count(); column++) {
                if (columns.input(column) == position) {
                    values = embedded.apply(column, in[i]);
                }
            }
            Arrays.stream(values).forEach(out::add);
        }
        return out.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] piecewise(double[][] in, int column, int width, double x) {
        double[] edges = EDGES.get(column);
        int before =
                EDGES.subList(0, column).stream().mapToInt(e -> e.length - 1).sum();
        return each(width, k -> {
            double y = in[3][column * width + k] + x * in[1][column * width + k];
            for (int t = 1; t < edges.length; t++) {
                double e = (x - edges[t - 1]) / (edges[t] - edges[t - 1]);
                e = t == 1 ? e : Math.max(e, 0);
                e = t == edges.length - 1 ? e : Math.min(e, 1);
                y += e * in[2][(before + t - 1) * width + k];
            }
            return y;
        });
    }

    private static double[] periodic(double[][] in, int column, int waves, double x) {
        int outputs = in[4].length / 3;
        return each(1 + outputs, k -> {
            if (k == 0) {
                return x;
            }
            double y = in[4][column * outputs + k - 1];
            for (int w = 0; w < waves; w++) {
                double angle = 2 * Math.PI * in[1][column * waves + w] * x + in[2][column * waves + w];
                y += Math.cos(angle) * in[3][(column * outputs + k - 1) * waves + w];
            }
            return y;
        });
    }

    /** Two numbers, then the indices of two categories, whose tables have widths 3 and 2. */
    private static double[] embed(double[][] in) {
        return each(21, i -> {
            int row = i / 7;
            int column = i % 7;
            if (column < 2) {
                return in[0][row * 4 + column];
            }
            return column < 5
                    ? in[1][(int) Math.round(in[0][row * 4 + 2]) * 3 + column - 2]
                    : in[2][(int) Math.round(in[0][row * 4 + 3]) * 2 + column - 5];
        });
    }

    private static double[] each(int size, IntToDoubleFunction f) {
        double[] out = new double[size];
        Arrays.setAll(out, f);
        return out;
    }
}
