package io.credence.kernels.simd.elementwise;

import static io.credence.kernels.simd.Lanes.COUNT;
import static io.credence.kernels.simd.Lanes.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.Views;

/**
 * Arithmetic between a matrix [rows, columns] and a column [rows, 1] or a row [1, columns]. A column is applied to
 * every column of the matrix, a row to every row. The output comes first and may be the matrix.
 */
public final class Broadcasting {
    private Broadcasting() {}

    /** out = a * column: row i of a times element i of the column. */
    public static void multiplyColumn(Matrix out, Matrix a, Matrix column) {
        Views.requireSameShape(out, a);
        Views.require("the column", column, a.rows(), 1);
        int bound = FLOATS.loopBound(a.columns());
        for (int r = 0; r < a.rows(); r++) {
            float value = column.data()[column.row(r)];
            int o = out.row(r);
            int x = a.row(r);
            int j = 0;
            for (; j < bound; j += COUNT) {
                fromArray(FLOATS, a.data(), x + j).mul(value).intoArray(out.data(), o + j);
            }
            for (; j < a.columns(); j++) {
                out.data()[o + j] = a.data()[x + j] * value;
            }
        }
    }

    /** out = out + a * column, with one rounding per element. */
    public static void addProductColumn(Matrix out, Matrix a, Matrix column) {
        Views.requireSameShape(out, a);
        Views.require("the column", column, a.rows(), 1);
        int bound = FLOATS.loopBound(a.columns());
        for (int r = 0; r < a.rows(); r++) {
            float value = column.data()[column.row(r)];
            int o = out.row(r);
            int x = a.row(r);
            int j = 0;
            for (; j < bound; j += COUNT) {
                fromArray(FLOATS, a.data(), x + j)
                        .fma(broadcast(FLOATS, value), fromArray(FLOATS, out.data(), o + j))
                        .intoArray(out.data(), o + j);
            }
            for (; j < a.columns(); j++) {
                out.data()[o + j] = Math.fma(a.data()[x + j], value, out.data()[o + j]);
            }
        }
    }

    /** out = a * row + shift, with one rounding per element: column j of a times element j of the row, and so on. */
    public static void scaleAndShiftRows(Matrix out, Matrix a, Matrix row, Matrix shift) {
        Views.requireSameShape(out, a);
        Views.require("the row", row, 1, a.columns());
        Views.require("the shift", shift, 1, a.columns());
        int bound = FLOATS.loopBound(a.columns());
        for (int r = 0; r < a.rows(); r++) {
            int o = out.row(r);
            int x = a.row(r);
            int j = 0;
            for (; j < bound; j += COUNT) {
                fromArray(FLOATS, a.data(), x + j)
                        .fma(
                                fromArray(FLOATS, row.data(), row.offset() + j),
                                fromArray(FLOATS, shift.data(), shift.offset() + j))
                        .intoArray(out.data(), o + j);
            }
            for (; j < a.columns(); j++) {
                out.data()[o + j] =
                        Math.fma(a.data()[x + j], row.data()[row.offset() + j], shift.data()[shift.offset() + j]);
            }
        }
    }

    /** out = a * row: column j of a times element j of the row. */
    public static void multiplyRow(Matrix out, Matrix a, Matrix row) {
        Views.requireSameShape(out, a);
        Views.require("the row", row, 1, a.columns());
        int bound = FLOATS.loopBound(a.columns());
        for (int r = 0; r < a.rows(); r++) {
            int o = out.row(r);
            int x = a.row(r);
            int j = 0;
            for (; j < bound; j += COUNT) {
                fromArray(FLOATS, a.data(), x + j)
                        .mul(fromArray(FLOATS, row.data(), row.offset() + j))
                        .intoArray(out.data(), o + j);
            }
            for (; j < a.columns(); j++) {
                out.data()[o + j] = a.data()[x + j] * row.data()[row.offset() + j];
            }
        }
    }
}
