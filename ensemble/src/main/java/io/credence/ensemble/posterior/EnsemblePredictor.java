package io.credence.ensemble.posterior;

import io.credence.ensemble.encoding.InvalidRowException;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.predictive.Components;
import io.credence.kernels.plan.Plan;
import io.credence.kernels.random.RowKeys;
import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.product.Gemm;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Runs every component of an ensemble over chunks of rows. A chunk has fewer rows the more components there are, and all members
 * compute in the same memory, so memory does not grow with either; where the components of one row are too many, a window on them is held. A row's outputs depend on the row alone: not on its chunk, its place there, or the rows beside it.
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
    private int counted;

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
        this(
                model,
                chunkRows,
                Components.windowWithinBudget(model.posterior().components(), chunkRows, model.outputs()),
                gemm);
    }

    /** @param window how many components are held at once */
    EnsemblePredictor(EnsembleModel model, int chunkRows, int window, Gemm gemm) {
        this.model = model;
        this.network = model.memberNetwork();
        this.components =
                new Components(model.posterior().components(), chunkRows, model.outputs(), window, this::compute);
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
     * What every component says about the rows in {@link #features}. Holds until the next call, and as long as the rows stand there: components
     * that are not held are computed when they are asked for.
     *
     * @param rows how many of them count, from the first on
     * @throws InvalidRowException if a row lies so far from the training rows that an output is not finite; it names the value that is
     *     farthest out. What asks for components that are not held may throw it too
     */
    public Components predict(int rows) {
        counted = rows;
        if (network.draws()) {
            RowKeys.of(features, rowKeys);
        }
        components.restart();
        return components;
    }

    private void compute(int first, int end) {
        int passes = model.posterior().passes();
        for (int component = first; component < end; component++) {
            Plan plan = plans.get(component / passes);
            plan.forward(rowKeys, component % passes);
            network.readOutput(plan, held(component - first), model.members().get(component / passes));
        }
        if (!isFinite(end - first)) {
            throw invalid(end - first);
        }
    }

    /** A finite number times 0 is 0, and all others are NaN, which stays in the sum. */
    private boolean isFinite(int held) {
        float[] values = components.values();
        float sum = 0;
        for (int place = 0; place < held; place++) {
            int from = held(place).offset();
            for (int i = from, end = from + counted * components.outputs(); i < end; i++) {
                sum += 0f * values[i];
            }
        }
        return sum == 0;
    }

    private InvalidRowException invalid(int held) {
        int row = 0;
        while (row < counted && isFiniteRow(held, row)) {
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

    private boolean isFiniteRow(int held, int row) {
        boolean finite = true;
        for (int place = 0; place < held; place++) {
            for (int i = held(place).row(row), end = i + components.outputs(); i < end; i++) {
                finite &= Float.isFinite(components.values()[i]);
            }
        }
        return finite;
    }

    /** The outputs of one of the components that are held, {@code [chunkRows, outputs]}. */
    private Matrix held(int place) {
        int length = components.rows() * components.outputs();
        return Matrix.dense(components.values(), place * length, components.rows(), components.outputs());
    }
}
