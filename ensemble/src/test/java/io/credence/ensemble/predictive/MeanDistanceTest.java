package io.credence.ensemble.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MeanDistanceTest {
    @Property(tries = 200)
    void series_agreesWithTheClosedForm(
            @ForAll long seed,
            @ForAll @IntRange(min = 60, max = 150) int size,
            @ForAll @DoubleRange(min = 0, max = 12) double spread,
            @ForAll @DoubleRange(min = -6, max = 6) double magnitude) {
        Random random = new Random(seed);
        double scale = Math.pow(10, magnitude);
        GaussianMixture mixture = new GaussianMixture(size);
        double[] means = new double[size];
        double[] variances = new double[size];
        double[] weights = new double[size];
        Arrays.fill(weights, 1);
        for (int m = 0; m < size; m++) {
            means[m] = scale * (1e3 + spread * random.nextGaussian());
            variances[m] = scale * scale * Math.exp(random.nextGaussian());
            mixture.set(m, means[m], variances[m]);
        }
        double pairs = MeanDistance.byPairs(weights, means, variances);
        assertThat(new MeanDistance(size).of(weights, means, variances, mixture.total()))
                .isCloseTo(pairs, within(1e-11 * pairs));
    }

    @Test
    void distance_ofASingleComponent_isTwoStandardDeviationsOverRootPi() {
        assertThat(new MeanDistance(1).of(new double[] {3}, new double[] {7}, new double[] {9}, 9))
                .isCloseTo(6 / Math.sqrt(Math.PI), within(1e-14));
    }

    @Test
    void distance_ofDistantNarrowComponents_isExact() {
        double[] means = {-1e6, 0, 1e6};
        double[] variances = {1e-12, 1e-12, 1e-12};
        // Of nine ordered pairs, four are 1e6 apart and two are 2e6 apart.
        assertThat(new MeanDistance(3).of(new double[] {1, 1, 1}, means, variances, 2e12 / 3))
                .isCloseTo(8e6 / 9, within(1e-5));
    }
}
