package io.credence.kernels.simd.distance;

import static io.credence.kernels.simd.Matrices.assertResult;
import static io.credence.kernels.simd.Matrices.at;
import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.labels;
import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.kernels.simd.Matrix;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistancesTest {
    private static final double TOLERANCE = 1e-5;

    @Property(tries = 60)
    void between_ofAnyViews_matchesItsDefinition(
            @ForAll @IntRange(max = 70) int n,
            @ForAll @IntRange(max = 20) int k,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix x = view(random, n, k, wild);
        Matrix distances = view(random, n, n);
        Matrix old = copy(distances);
        Distances.between(distances, view(random, k, n), x);
        assertResult(distances, old, TOLERANCE, (a, b) -> {
            double square = 0;
            for (int l = 0; l < k; l++) {
                square += Math.pow(at(x, a, l) - at(x, b, l), 2);
            }
            return Math.sqrt(square);
        });
    }

    @Test
    void between_ofRowsFarFromTheOrigin_isExact_andZeroForEqualRows() {
        Matrix x = Matrix.dense(new float[] {1000, 1000, 1000, 1000, 1000.0625f, 1000}, 0, 3, 2);
        Matrix distances = Matrix.zeros(3, 3);
        Distances.between(distances, Matrix.zeros(2, 3), x);
        assertThat(distances.data()).containsExactly(0, 0, 0.0625f, 0, 0, 0.0625f, 0.0625f, 0.0625f, 0);
    }

    @Property(tries = 60)
    void divide_ofAnyViews_isZeroAtDistanceZero(
            @ForAll @IntRange(max = 70) int n, @ForAll boolean wild, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix slopes = view(random, n, n, wild);
        Matrix old = copy(slopes);
        Matrix distances = view(random, n, n, wild);
        Distances.divide(slopes, distances);
        assertResult(
                slopes, old, TOLERANCE, (a, b) -> at(distances, a, b) > 0 ? at(old, a, b) / at(distances, a, b) : 0);
    }

    @Property(tries = 60)
    void addTransposed_ofAnyView_matchesItsDefinition(
            @ForAll @IntRange(max = 70) int n, @ForAll boolean wild, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, n, n, wild);
        Matrix old = copy(a);
        Distances.addTransposed(a);
        assertResult(a, old, TOLERANCE, (i, j) -> at(old, i, j) + at(old, j, i));
    }

    @Property(tries = 60)
    void contrast_ofAnyViews_matchesItsDefinition(
            @ForAll @IntRange(max = 70) int n, @ForAll boolean wild, @ForAll boolean inPlace, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix distances = view(random, n, n, wild);
        Matrix d = copy(distances);
        Matrix costs = inPlace ? distances : view(random, n, n);
        Matrix slopes = view(random, n, n);
        Matrix oldCosts = copy(costs);
        Matrix oldSlopes = copy(slopes);
        Matrix labels = labels(random, n, 3);
        double margin = 0.75;
        Distances.contrast(costs, slopes, distances, labels, (float) margin);
        assertResult(costs, oldCosts, TOLERANCE, (a, b) -> {
            boolean alike = at(labels, a, 0) == at(labels, b, 0);
            double excess = alike ? at(d, a, b) : Math.max(0, margin - at(d, a, b));
            return excess * excess;
        });
        assertResult(slopes, oldSlopes, TOLERANCE, (a, b) -> {
            boolean alike = at(labels, a, 0) == at(labels, b, 0);
            double slope = alike ? 2 : -2 * Math.max(0, margin - at(d, a, b)) / at(d, a, b);
            return at(d, a, b) > 0 ? slope : 0;
        });
    }

    @Test
    void labelsWithGaps_areRejected() {
        Matrix distances = Matrix.zeros(3, 3);
        Matrix gaps = new Matrix(new float[9], 0, 3, 1, 2);
        assertThatThrownBy(() -> Distances.contrast(distances, Matrix.zeros(3, 3), distances, gaps, 1f))
                .hasMessage("the labels have stride 2; it must be 1, without gaps between elements");
        assertThatThrownBy(() -> Triplets.farthestNegative(distances, gaps, 0))
                .hasMessage("the labels have stride 2; it must be 1, without gaps between elements");
    }
}
