package io.credence.kernels.simd.distance;

import static io.credence.kernels.simd.Matrices.assertResult;
import static io.credence.kernels.simd.Matrices.at;
import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.labels;
import static io.credence.kernels.simd.Matrices.sum;
import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.simd.Matrix;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Searches and losses over triplets. Distances are multiples of 1/4, so that many are equal and their sums are exact.
 */
class TripletsTest {
    private static final float MARGIN = 0.5f;

    @Property(tries = 100)
    void add_ofAnyViews_matchesItsDefinition(
            @ForAll @IntRange(min = 1, max = 70) int n, @ForAll boolean wild, @ForAll long seed) {
        Random random = new Random(seed);
        Matrix d = distances(random, n, wild);
        Matrix labels = labels(random, n, 3);
        int anchor = random.nextInt(n);
        int positive = random.nextInt(n);
        labels.data()[labels.row(positive)] = labels.data()[labels.row(anchor)];
        Matrix costs = labels(random, n, 9);
        Matrix slopes = view(random, n, n);
        quarter(slopes);
        Matrix oldCosts = copy(costs);
        Matrix oldSlopes = copy(slopes);

        Triplets.add(costs, slopes, d, labels, anchor, positive, MARGIN);

        IntPredicate counts = b -> !(excess(d, anchor, positive, b) <= 0) && at(labels, b, 0) != at(labels, anchor, 0);
        assertResult(
                costs,
                oldCosts,
                0,
                (b, j) -> at(oldCosts, b, 0) + (counts.test(b) ? excess(d, anchor, positive, b) : 0));
        double active = sum(n, b -> counts.test(b) ? 1 : 0);
        assertResult(
                slopes,
                oldSlopes,
                0,
                (a, b) -> at(oldSlopes, a, b)
                        - (a == anchor && counts.test(b) ? 1 : 0)
                        + (a == anchor && b == positive ? active : 0));
    }

    private static double excess(Matrix d, int anchor, int positive, int negative) {
        return at(d, anchor, positive) - at(d, anchor, negative) + MARGIN;
    }

    @Property(tries = 200)
    void searches_inAnyViews_findTheFirstExtreme(
            @ForAll @IntRange(min = 1, max = 70) int n,
            @ForAll @IntRange(min = 1, max = 40) int classes,
            @ForAll boolean wild,
            @ForAll long seed) {
        Random random = new Random(seed);
        Matrix d = distances(random, n, wild);
        Matrix labels = labels(random, n, classes);
        for (int row = 0; row < n; row++) {
            int r = row;
            IntPredicate alike = b -> at(labels, b, 0) == at(labels, r, 0);
            assertThat(Triplets.farthestPositive(d, labels, row)).isEqualTo(farthest(d, row, alike.and(b -> b != r)));
            assertThat(Triplets.farthestNegative(d, labels, row)).isEqualTo(farthest(d, row, alike.negate()));
            float beyond = random.nextBoolean() ? Float.NEGATIVE_INFINITY : random.nextInt(8) / 4f;
            assertThat(Triplets.nearestNegative(d, labels, row, beyond))
                    .isEqualTo(nearest(d, row, alike.negate().and(b -> at(d, r, b) > beyond)));
        }
    }

    private static int farthest(Matrix d, int row, IntPredicate candidates) {
        int best = Triplets.NONE;
        for (int b : IntStream.range(0, d.columns()).filter(candidates).toArray()) {
            // compare() orders NaN above all numbers.
            best = best == Triplets.NONE || Double.compare(at(d, row, b), at(d, row, best)) > 0 ? b : best;
        }
        return best;
    }

    private static int nearest(Matrix d, int row, IntPredicate candidates) {
        int best = Triplets.NONE;
        for (int b : IntStream.range(0, d.columns()).filter(candidates).toArray()) {
            best = best == Triplets.NONE || at(d, row, b) < at(d, row, best) ? b : best;
        }
        return best;
    }

    /** Returns distances at least 0, with 0 on the diagonal; with {@code wild}, a few are infinite or NaN. */
    private static Matrix distances(Random random, int n, boolean wild) {
        Matrix d = view(random, n, n, wild);
        quarter(d);
        for (int i = 0; i < d.data().length; i++) {
            d.data()[i] = Math.abs(d.data()[i]);
        }
        for (int a = 0; a < n; a++) {
            d.data()[d.row(a) + a] = 0;
        }
        return d;
    }

    private static void quarter(Matrix a) {
        for (int i = 0; i < a.data().length; i++) {
            a.data()[i] = (float) Math.rint(4 * a.data()[i]) / 4;
        }
    }
}
