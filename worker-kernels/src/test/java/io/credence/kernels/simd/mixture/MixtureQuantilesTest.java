package io.credence.kernels.simd.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MixtureQuantilesTest {
    private static final double PROBABILITY = 0.975;
    private static final double Z = 1.9599639845400545;

    private final MixtureQuantiles quantiles = new MixtureQuantiles();

    /** The definition: bisection of the distribution function in double precision. */
    @Property(tries = 100)
    void quantile_isTheRootOfTheDistributionFunction(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int components, @ForAll boolean isLower) {
        Random random = new Random(seed);
        double spread = Math.exp(2 * random.nextGaussian());
        double[] means = random.doubles(components).map(x -> 1000 + spread * x).toArray();
        double[] deviations =
                random.doubles(components).map(x -> Math.exp(3 * x - 1.5)).toArray();
        double[] weights = random.doubles(components).map(x -> x * x).toArray();
        double probability = isLower ? 1 - PROBABILITY : PROBABILITY;
        double deviation = set(0, weights, means, deviations, probability, isLower ? -Z : Z);
        quantiles.solve(1);
        assertThat(quantiles.quantile(0))
                .isCloseTo(bisection(weights, means, deviations, probability), within(2e-12 * deviation + 1e-12));
    }

    @Property(tries = 50)
    void quantile_hasTheSameBits_aloneAndAmongOthers(@ForAll long seed) {
        Random random = new Random(seed);
        double[] together = new double[MixtureQuantiles.PROBLEMS];
        double[][] means = new double[MixtureQuantiles.PROBLEMS][];
        double[][] deviations = new double[MixtureQuantiles.PROBLEMS][];
        for (int p = 0; p < together.length; p++) {
            means[p] = random.doubles(6).map(x -> 5 * x).toArray();
            deviations[p] = random.doubles(6).map(x -> x + 1e-3).toArray();
            set(p, means[p], deviations[p], PROBABILITY, Z);
        }
        quantiles.solve(together.length);
        for (int p = 0; p < together.length; p++) {
            together[p] = quantiles.quantile(p);
        }
        for (int p = 0; p < together.length; p++) {
            set(0, means[p], deviations[p], PROBABILITY, Z);
            quantiles.solve(1);
            assertThat(quantiles.quantile(0)).isEqualTo(together[p]);
        }
    }

    @Example
    void quantile_ofMoreComponentsThanTheBufferHolds_isTheirs() {
        Random random = new Random(3);
        int size = 2 * MixtureQuantiles.CHUNK + 7;
        double[] means = random.doubles(size).map(x -> 10 * x).toArray();
        double[] deviations = random.doubles(size).map(x -> 0.1 + x).toArray();
        set(0, means, deviations, PROBABILITY, Z);
        set(1, means, deviations, 1 - PROBABILITY, -Z);
        quantiles.solve(2);
        assertThat(quantiles.quantile(0)).isCloseTo(bisection(means, deviations, PROBABILITY), within(1e-11));
        assertThat(quantiles.quantile(1)).isCloseTo(bisection(means, deviations, 1 - PROBABILITY), within(1e-11));
    }

    @Example
    void quantile_ofOneComponent_isThatOfTheComponent() {
        set(0, new double[] {1e9}, new double[] {1e-3}, PROBABILITY, Z);
        quantiles.solve(1);
        assertThat(quantiles.quantile(0)).isEqualTo(1e9 + Z * 1e-3);
    }

    /** Between the components, the density is 0 in double precision. */
    @Example
    void quantile_isFoundWhereTheDensityVanishes() {
        set(0, new double[] {-1000, 1000, 1001}, new double[] {1e-3, 1e-3, 1e-3}, 0.5, 0);
        quantiles.solve(1);
        assertThat(quantiles.quantile(0)).isCloseTo(1000, within(0.1));
    }

    @Example
    void problems_ofDifferentSizes_areRejected() {
        set(0, new double[2], new double[] {1, 1}, PROBABILITY, Z);
        assertThatThrownBy(() -> set(1, new double[3], new double[] {1, 1, 1}, PROBABILITY, Z))
                .hasMessage(
                        "problem 1 has 3 weights, 3 means and 3 standard deviations; it must have 2, like the first");
    }

    private double set(int problem, double[] means, double[] deviations, double probability, double z) {
        return set(problem, ones(means.length), means, deviations, probability, z);
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Sets a problem, and returns the standard deviation of its mixture. */
    private double set(
            int problem, double[] weights, double[] means, double[] deviations, double probability, double z) {
        double total = Arrays.stream(weights).sum();
        double mean = 0;
        for (int m = 0; m < means.length; m++) {
            mean += weights[m] / total * means[m];
        }
        double variance = 0;
        for (int m = 0; m < means.length; m++) {
            variance += weights[m] / total * (deviations[m] * deviations[m] + (means[m] - mean) * (means[m] - mean));
        }
        quantiles.set(problem, weights, means, deviations, mean, variance, probability, z);
        return Math.sqrt(variance);
    }

    private static double bisection(double[] means, double[] deviations, double probability) {
        return bisection(ones(means.length), means, deviations, probability);
    }

    private static double bisection(double[] weights, double[] means, double[] deviations, double probability) {
        double total = Arrays.stream(weights).sum();
        double low = -1e5;
        double high = 1e5;
        for (double middle = 0; low < middle && middle < high; middle = low + (high - low) / 2) {
            double below = 0;
            for (int m = 0; m < means.length; m++) {
                below += weights[m] / total * normalCdf((middle - means[m]) / deviations[m]);
            }
            if (below < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The series of Marsaglia (2004), "Evaluating the Normal Distribution". Beyond 9 it is 0 or 1 in double precision.
     */
    private static double normalCdf(double z) {
        if (Math.abs(z) > 9) {
            return z < 0 ? 0 : 1;
        }
        double term = z;
        double sum = z;
        for (int i = 3; sum + term != sum; i += 2) {
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    }
}
