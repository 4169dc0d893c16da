package io.credence.ensemble.posterior;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.member.MemberNetwork;
import io.credence.ensemble.predictive.Components;
import io.credence.kernels.graph.Plan;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Gemm;
import io.credence.kernels.simd.Matrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Runs every component of an ensemble over chunks of rows. A chunk has fewer rows the more components there are, and all members
 * compute in the same memory, so memory does not grow with either. A row's outputs depend on the row alone: not on its chunk, its place there, or the rows beside it.
 *
 * <p>Serves one thread at a time.
 */
public final class EnsemblePredictor {
    /** 4 MiB: what a layer of images puts out for a chunk is bounded as the chunk's components are. */
    private static final int LARGEST_LAYER = 1 << 20;

    /** What float32 surely keeps of a number. */
    private static final MathContext SIGNIFICANT = new MathContext(6);

    private final EnsembleModel model;
    private final MemberNetwork network;
    private final List<Plan> plans;
    private final Matrix features;
    private final Components components;
    private final long[] rowKeys;

    /**
     * A predictor whose chunks fit the caches.
     *
     * @param gemm what matrices are multiplied by; it stays the caller's, who closes it after the last prediction
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
     * @param chunkRows the rows of a full chunk, at least 1
     * @param gemm what matrices are multiplied by; it stays the caller's, who closes it after the last prediction
     */
    public EnsemblePredictor(EnsembleModel model, int chunkRows, Gemm gemm) {
        this.model = model;
        this.network = model.memberNetwork();
        this.components = new Components(model.posterior().components(), chunkRows, model.outputs());
        this.rowKeys = new long[chunkRows];
        this.plans = network.inferencePlan(chunkRows, model.posterior().isStochastic())
                .gemm(gemm)
                .compileAll(model.members(), model::inferenceSeed);
        this.features = plans.get(0).value(network.features());
    }

    /** The rows of a full chunk. */
    public int chunkRows() {
        return features.rows();
    }

    /** Where the chunk's encoded rows are to be written, {@code [chunkRows, width]}. A chunk with fewer rows leaves the rest as it is. */
    public Matrix features() {
        return features;
    }

    /**
     * What every component says about the rows in {@link #features}. Holds until the next call.
     *
     * @param rows how many of them count, from the first on
     * @throws InvalidRowException if a row lies so far from the training rows that an output is not finite; it names the value that is
     *     farthest out
     */
    public Components predict(int rows) {
        int passes = model.posterior().passes();
        if (network.draws()) {
            RowKeys.of(features, rowKeys);
        }
        for (int member = 0; member < plans.size(); member++) {
            Plan plan = plans.get(member);
            for (int pass = 0; pass < passes; pass++) {
                plan.forward(rowKeys, pass);
                network.readOutput(
                        plan, view(member * passes + pass), model.members().get(member));
            }
        }
        if (!isFinite(rows)) {
            throw invalid(rows);
        }
        return components;
    }

    /** A finite number times 0 is 0, and all others are NaN, which stays in the sum. */
    private boolean isFinite(int rows) {
        float[] values = components.values();
        float sum = 0;
        for (int component = 0; component < components.size(); component++) {
            for (int i = components.offset(component, 0), end = components.offset(component, rows); i < end; i++) {
                sum += 0f * values[i];
            }
        }
        return sum == 0;
    }

    private InvalidRowException invalid(int rows) {
        int row = 0;
        while (row < rows && isFiniteRow(row)) {
            row++;
        }
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
                "near enough to the training rows that every member's prediction is a finite number; scaled as the members see it, it is "
                        + value + ", the farthest from 0 of the row's values");
    }

    private boolean isFiniteRow(int row) {
        boolean finite = true;
        for (int component = 0; component < components.size(); component++) {
            for (int i = components.offset(component, row), end = i + components.outputs(); i < end; i++) {
                finite &= Float.isFinite(components.values()[i]);
            }
        }
        return finite;
    }

    private Matrix view(int component) {
        return Matrix.dense(
                components.values(), components.offset(component, 0), components.rows(), components.outputs());
    }
}
