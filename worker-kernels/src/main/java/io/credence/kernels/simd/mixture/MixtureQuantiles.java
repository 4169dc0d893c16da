package io.credence.kernels.simd.mixture;

import static io.credence.kernels.simd.mixture.QuantileLoops.LANES;

import io.credence.kernels.simd.VectorModule;
import java.util.Arrays;

/**
 * A solver for quantiles of weighted mixtures of Gaussians: the roots of {@code cdf(y) = probability}. It solves
 * several problems at once, one in each lane of a vector; a result has the same bits whatever the others are.
 *
 * <p>Halley's method starts from the quantile of a single Gaussian with the mixture's mean and variance, and stays
 * inside a bracket. The root lies between the smallest and the largest of the components' own quantiles, which form the
 * first bracket. Where a step leaves the bracket, bisection replaces it. The last step is one whose Newton step is at
 * most 1e-4 standard deviations of the narrowest component, because its error is cubic in the step. All else ends when
 * the bracket is narrower than 1e-13 standard deviations of the mixture.
 *
 * <p>Components are copied to a buffer of {@value #CHUNK} at a time, problem by problem, so memory does not depend on
 * their number. Not thread-safe; solving allocates nothing.
 */
public final class MixtureQuantiles {
    /** The maximum number of problems that are solved at once. */
    public static final int PROBLEMS = 8;

    static final int CHUNK = 256;

    /** Bisection alone shrinks any bracket to neighbouring doubles in fewer iterations. */
    private static final int MAX_ITERATIONS = 200;

    private static final double TWO_ULPS = 0x1p-51;

    static {
        VectorModule.require();
    }

    private final double[][] weights = new double[PROBLEMS][];
    private final double[][] means = new double[PROBLEMS][];
    private final double[][] deviations = new double[PROBLEMS][];
    private final double[] chunkWeights = new double[CHUNK * PROBLEMS];
    private final double[] chunkMeans = new double[CHUNK * PROBLEMS];
    private final double[] chunkDeviations = new double[CHUNK * PROBLEMS];
    private final double[] chunkInverses = new double[CHUNK * PROBLEMS];
    private final double[] state = new double[QuantileLoops.STATE * PROBLEMS];
    private int components;

    /**
     * Sets a problem. The arrays are read by {@link #solve}.
     *
     * @param problem from 0, at most {@link #PROBLEMS} - 1; the first one determines the number of components
     * @param weights the weights of the components relative to each other, at least 0, not all 0
     * @param means the means of the components
     * @param deviations their standard deviations, above 0
     * @param mean the mean of the mixture
     * @param variance its variance
     * @param probability strictly between 0 and 1
     * @param z the quantile of the standard normal distribution for this probability
     */
    public void set(
            int problem,
            double[] weights,
            double[] means,
            double[] deviations,
            double mean,
            double variance,
            double probability,
            double z) {
        if (problem == 0) {
            components = means.length;
        }
        if (weights.length != components || means.length != components || deviations.length != components) {
            throw new IllegalArgumentException("problem " + problem + " has " + weights.length + " weights, "
                    + means.length + " means and " + deviations.length + " standard deviations; it must have "
                    + components + ", like the first");
        }
        this.weights[problem] = weights;
        this.means[problem] = means;
        this.deviations[problem] = deviations;
        double deviation = Math.sqrt(variance);
        state[QuantileLoops.START + problem] = mean + z * deviation;
        state[QuantileLoops.TOLERANCE + problem] = 1e-13 * deviation;
        state[QuantileLoops.PROBABILITY + problem] = probability;
        state[QuantileLoops.Z + problem] = z;
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        state[QuantileLoops.TOTAL + problem] = total;
    }

    /** Solves the first {@code problems} problems, at least 1. */
    public void solve(int problems) {
        for (int p = problems; p < PROBLEMS; p++) {
            // Lanes without a problem repeat the first one.
            double probability = state[QuantileLoops.PROBABILITY];
            set(p, weights[0], means[0], deviations[0], 0, 0, probability, state[QuantileLoops.Z]);
            state[QuantileLoops.START + p] = state[QuantileLoops.START];
            state[QuantileLoops.TOLERANCE + p] = state[QuantileLoops.TOLERANCE];
        }
        for (int lane = 0; lane < problems; lane += LANES) {
            bracket(lane);
            for (int i = 0; i < MAX_ITERATIONS && isActive(lane); i++) {
                step(lane);
            }
        }
    }

    /** Returns the solution of a problem. */
    public double quantile(int problem) {
        return state[QuantileLoops.Y + problem];
    }

    /** Finds the first bracket of the problems of one vector, and starts inside it. */
    private void bracket(int lane) {
        Arrays.fill(state, QuantileLoops.LOW + lane, QuantileLoops.LOW + lane + LANES, Double.POSITIVE_INFINITY);
        Arrays.fill(state, QuantileLoops.HIGH + lane, QuantileLoops.HIGH + lane + LANES, Double.NEGATIVE_INFINITY);
        Arrays.fill(
                state,
                QuantileLoops.NARROWEST + lane,
                QuantileLoops.NARROWEST + lane + LANES,
                Double.POSITIVE_INFINITY);
        for (int from = 0; from < components; from += CHUNK) {
            int count = load(lane, from);
            QuantileLoops.bracket(chunkMeans, chunkDeviations, count, state, lane);
        }
        for (int p = lane; p < lane + LANES; p++) {
            double low = state[QuantileLoops.LOW + p];
            double high = state[QuantileLoops.HIGH + p];
            state[QuantileLoops.Y + p] = Math.min(Math.max(state[QuantileLoops.START + p], low), high);
            double tolerance =
                    Math.max(state[QuantileLoops.TOLERANCE + p], TWO_ULPS * Math.max(Math.abs(low), Math.abs(high)));
            state[QuantileLoops.TOLERANCE + p] = tolerance;
            state[QuantileLoops.ACTIVE + p] = high - low > tolerance ? 1 : 0;
        }
    }

    private void step(int lane) {
        Arrays.fill(state, QuantileLoops.BELOW + lane, QuantileLoops.BELOW + lane + LANES, 0);
        Arrays.fill(state, QuantileLoops.DENSITY + lane, QuantileLoops.DENSITY + lane + LANES, 0);
        Arrays.fill(state, QuantileLoops.SLOPE + lane, QuantileLoops.SLOPE + lane + LANES, 0);
        for (int from = 0; from < components; from += CHUNK) {
            int count = components > CHUNK ? load(lane, from) : components;
            QuantileLoops.sum(chunkWeights, chunkMeans, chunkInverses, count, state, lane);
        }
        QuantileLoops.step(state, lane);
    }

    /** Copies components of the problems of one vector to the buffers, and returns their number. */
    private int load(int lane, int from) {
        int count = Math.min(CHUNK, components - from);
        for (int p = lane; p < lane + LANES; p++) {
            double[] problemWeights = weights[p];
            double[] problemMeans = means[p];
            double[] problemDeviations = deviations[p];
            for (int c = 0; c < count; c++) {
                chunkWeights[c * PROBLEMS + p] = problemWeights[from + c];
                chunkMeans[c * PROBLEMS + p] = problemMeans[from + c];
                chunkDeviations[c * PROBLEMS + p] = problemDeviations[from + c];
            }
        }
        QuantileLoops.invert(chunkInverses, chunkDeviations, count, lane);
        return count;
    }

    private boolean isActive(int lane) {
        for (int p = lane; p < lane + LANES; p++) {
            if (state[QuantileLoops.ACTIVE + p] != 0) {
                return true;
            }
        }
        return false;
    }
}
