package io.credence.ensemble.posterior;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.predictive.Components;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.product.Gemm;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Runs every component of an ensemble over chunks of rows. A row's outputs depend on the row alone, not on its chunk
 * or its position in it.
 *
 * <p>Memory is bounded: chunks shrink as the number of components grows, and all members share one block of working
 * memory. If even one row has too many components, only a window of them is kept in memory. Not thread-safe.
 *
 * <p>A short chunk, such as the end of a partition or a single row, runs on plans that are compiled for few rows, so it
 * does not cost as much as a full one.
 */
public final class EnsemblePredictor {
    /** The maximum number of values of a layer for a chunk, 4 MiB, which matters for layers of images. */
    private static final int LARGEST_LAYER = 1 << 20;

    /** The decimal digits that float32 always preserves. */
    private static final MathContext SIGNIFICANT = new MathContext(6);

    private final EnsembleModel model;
    private final MemberNetwork network;
    private final Gemm gemm;
    private final Map<Integer, List<Plan>> plansByRows = new HashMap<>();
    private final Matrix features;
    private final Components components;
    private final long[] rowKeys;
    private int rows;
    /** The plans for the current chunk, by member. */
    private List<Plan> plans;

    private ObjIntConsumer<InvalidRowException> onInvalid = EnsemblePredictor::fail;

    /**
     * Creates a predictor whose chunks fit the processor's caches.
     *
     * @param gemm the matrix product; the caller closes it after the last prediction
     */
    public EnsemblePredictor(EnsembleModel model, Gemm gemm) {
        this(
                model,
                Math.min(
                        Components.rowsWithinBudget(model.posterior().components(), model.outputs()),
                        Math.max(1, LARGEST_LAYER / model.memberNetwork().largestRow())),
                gemm);
    }

    /**
     * @param chunkRows the number of rows of a full chunk, at least 1
     * @param gemm the matrix product; the caller closes it after the last prediction
     */
    public EnsemblePredictor(EnsembleModel model, int chunkRows, Gemm gemm) {
        this(
                model,
                chunkRows,
                Components.windowWithinBudget(model.posterior().components(), chunkRows, model.outputs()),
                gemm);
    }

    /** @param window the number of components that are kept in memory */
    EnsemblePredictor(EnsembleModel model, int chunkRows, int window, Gemm gemm) {
        this.model = model;
        this.network = model.memberNetwork();
        this.components =
                new Components(model.posterior().components(), chunkRows, model.outputs(), window, this::compute);
        this.rowKeys = new long[chunkRows];
        this.gemm = gemm;
        this.plans = plans(chunkRows);
        this.features = plans.get(0).value(network.features());
    }

    private List<Plan> plans(int planRows) {
        return plansByRows.computeIfAbsent(planRows, key -> network.inferencePlan(
                        planRows, model.posterior().isStochastic())
                .gemm(gemm)
                .compileAll(model.members(), model::inferenceSeed));
    }

    /**
     * Returns the number of rows of the plans for a chunk: the smallest power of 4 that holds the chunk, or that of a
     * full chunk. All plans for short chunks together need at most a third of the memory of those for full chunks.
     */
    private int planRows(int chunk) {
        int power = 1;
        while (power < chunk) {
            power *= 4;
        }
        return 4L * power <= chunkRows() ? power : chunkRows();
    }

    /** Returns the number of rows of a full chunk. */
    public int chunkRows() {
        return features.rows();
    }

    /**
     * Returns the matrix for the chunk's encoded rows, {@code [chunkRows, width]}, which the caller fills. A shorter
     * chunk may leave the last rows unset.
     */
    public Matrix features() {
        return features;
    }

    /**
     * Returns the outputs of every component for the rows in {@link #features}. They are valid until the next call,
     * provided that those rows do not change, because components outside the window are computed on access.
     *
     * @param rows the number of rows of the chunk
     * @throws InvalidRowException if a row is so far from the training rows that an output is not finite; it names the
     *     most extreme value. Accessing a component outside the window may throw it too
     */
    public Components predict(int rows) {
        return predict(rows, EnsemblePredictor::fail);
    }

    /**
     * Like {@link #predict(int)}, but goes on after a row whose outputs are not finite.
     *
     * @param onInvalid receives the exception for each such row, and the row's position in the chunk. The outputs of
     *     other rows are not affected. Accessing a component outside the window throws the exception
     */
    public Components predict(int rows, ObjIntConsumer<InvalidRowException> onInvalid) {
        this.rows = rows;
        this.onInvalid = onInvalid;
        this.plans = plans(planRows(rows));
        Matrix input = plans.get(0).value(network.features());
        if (input.rows() < chunkRows()) {
            Elementwise.copy(
                    input,
                    new Matrix(
                            features.data(), features.offset(), input.rows(), features.columns(), features.stride()));
        }
        if (network.draws()) {
            RowKeys.of(input, rowKeys);
        }
        components.restart(rows);
        this.onInvalid = EnsemblePredictor::fail;
        return components;
    }

    private static void fail(InvalidRowException exception, int row) {
        throw exception;
    }

    private void compute(int first, int end) {
        int passes = model.posterior().passes();
        for (int component = first; component < end; component++) {
            Plan plan = plans.get(component / passes);
            plan.forward(rowKeys, component % passes);
            network.readOutput(
                    plan,
                    outputs(component - first, plan.rows()),
                    model.members().get(component / passes));
        }
        if (!isFinite(end - first)) {
            reportInvalid(end - first);
        }
    }

    /**
     * Returns whether all outputs are finite. A finite number times 0 is 0, but NaN and infinities give NaN, which
     * propagates to the sum.
     */
    private boolean isFinite(int count) {
        float[] values = components.values();
        float sum = 0;
        for (int slot = 0; slot < count; slot++) {
            int from = outputs(slot, rows).offset();
            for (int i = from, end = from + rows * components.outputs(); i < end; i++) {
                sum += 0f * values[i];
            }
        }
        return sum == 0;
    }

    private void reportInvalid(int count) {
        for (int row = 0; row < rows; row++) {
            if (!isFiniteRow(count, row)) {
                onInvalid.accept(invalid(row), row);
            }
        }
    }

    private InvalidRowException invalid(int row) {
        int first = features.row(row);
        int farthest = 0;
        for (int i = 1; i < features.columns(); i++) {
            boolean isFarther = Math.abs(features.data()[first + i]) > Math.abs(features.data()[first + farthest]);
            farthest = isFarther ? i : farthest;
        }
        float value = features.data()[first + farthest];
        return new InvalidRowException(
                model.encoding().nameOf(farthest),
                new BigDecimal(model.encoding().decoded(farthest, value))
                        .round(SIGNIFICANT)
                        .doubleValue(),
                "close enough to the training rows that every member's prediction is finite; its encoded value is "
                        + value + ", the farthest from 0 in the row");
    }

    private boolean isFiniteRow(int count, int row) {
        boolean finite = true;
        for (int slot = 0; slot < count; slot++) {
            for (int i = outputs(slot, rows).row(row), end = i + components.outputs(); i < end; i++) {
                finite &= Float.isFinite(components.values()[i]);
            }
        }
        return finite;
    }

    /** Returns the outputs of one component of the window for the chunk's first rows, {@code [count, outputs]}. */
    private Matrix outputs(int slot, int count) {
        int length = components.rows() * components.outputs();
        return Matrix.dense(components.values(), slot * length, count, components.outputs());
    }
}
