package io.credence.kernels.simd;

import static io.credence.kernels.simd.Matrices.assertResult;
import static io.credence.kernels.simd.Matrices.at;
import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.labels;
import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistancesTest {
    private static final double TOLERANCE = 1e-5;

    /** Where both terms of the sum are of one size its root has half of the digits only, hence a larger tolerance than elsewhere. */
    @Property(tries = 60)
    void fromProducts_ofAnyView_isItsDefinition(
            @ForAll @IntRange(max = 70) int n, @ForAll boolean wild, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix distances = view(random, n, n, wild);
        Matrix products = copy(distances);
        Matrix squares = labels(random, n, 4);
        Distances.fromProducts(distances, squares);
        assertResult(distances, products, 2e-3, (a, b) -> {
            double square = at(squares, a, 0) + at(squares, b, 0) - 2 * at(products, a, b);
            return a == b ? 0 : Math.sqrt(Math.max(0, square));
        });
    }

    @Property(tries = 60)
    void divide_ofAnyViews_isZeroWhereThereIsNoDistance(
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
    void addTransposed_ofAnyView_isItsDefinition(
            @ForAll @IntRange(max = 70) int n, @ForAll boolean wild, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix a = view(random, n, n, wild);
        Matrix old = copy(a);
        Distances.addTransposed(a);
        assertResult(a, old, TOLERANCE, (i, j) -> at(old, i, j) + at(old, j, i));
    }

    @Property(tries = 60)
    void contrast_ofAnyViews_isItsDefinition(
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
            double off = alike ? at(d, a, b) : Math.max(0, margin - at(d, a, b));
            return off * off;
        });
        assertResult(slopes, oldSlopes, TOLERANCE, (a, b) -> {
            boolean alike = at(labels, a, 0) == at(labels, b, 0);
            double slope = alike ? 2 : -2 * Math.max(0, margin - at(d, a, b)) / at(d, a, b);
            return at(d, a, b) > 0 ? slope : 0;
        });
    }

    @Test
    void columnWithGaps_isRefused() {
        Matrix distances = Matrix.zeros(3, 3);
        Matrix gaps = new Matrix(new float[9], 0, 3, 1, 2);
        assertThatThrownBy(() -> Distances.fromProducts(distances, gaps))
                .hasMessage("the squares have a stride of 2; they must follow each other without gaps");
        assertThatThrownBy(() -> Triples.farthestNegative(distances, gaps, 0))
                .hasMessage("the labels have a stride of 2; they must follow each other without gaps");
    }
}
