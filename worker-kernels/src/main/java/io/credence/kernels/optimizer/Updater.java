package io.credence.kernels.optimizer;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.Range;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.simd.VectorModule;
import io.credence.kernels.simd.reduction.Reductions;
import io.credence.kernels.simd.update.Updates;
import java.util.Arrays;
import java.util.Objects;

/**
 * The executor of an optimiser's steps on one parameter array. The trained part of the array is divided into ranges to
 * which weight decay applies entirely or not at all; a step is one fused pass over the parameters, gradient and moments
 * of each range. Running statistics, stored after the trained part, are exponential moving averages of the batches'
 * statistics.
 */
public final class Updater {
    /** The fraction of a running statistic that a step replaces, as in most frameworks. */
    private static final float STATISTICS_RATE = 0.1f;

    static {
        VectorModule.require();
    }

    private final Optimizer optimizer;
    private final int trained;
    private final int[] bounds;
    private final boolean[] decays;
    private final double clip;
    private final float[][] moments;
    private final OptimizerStep step;

    /**
     * Creates an updater with all moments 0.
     *
     * @param layout the positions of the parameters, and which of them decay
     * @param clip the maximum global norm of a gradient, above 0, to which larger gradients are scaled down (Pascanu
     *     et al. 2013); null for no limit
     * @throws InvalidSettingException if clip is out of its range
     */
    public Updater(Optimizer optimizer, ParameterLayout layout, Double clip) {
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
        this.trained = layout.trained();
        int[] decayed = optimizer.weightDecay() == 0 ? new int[0] : layout.decayedRanges();
        this.bounds = bounds(decayed, trained);
        this.decays = new boolean[bounds.length - 1];
        for (int range = 0; range < decays.length; range++) {
            decays[range] = startsIn(decayed, bounds[range]);
        }
        this.clip = Range.above(0).valueOr("gradientClip", clip, Double.POSITIVE_INFINITY);
        this.moments = new float[optimizer.moments()][trained];
        this.step = new OptimizerStep(moments);
    }

    private static int[] bounds(int[] decayed, int trained) {
        int[] all = Arrays.copyOf(decayed, decayed.length + 2);
        all[decayed.length + 1] = trained;
        return Arrays.stream(all).sorted().distinct().toArray();
    }

    private static boolean startsIn(int[] ranges, int position) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (ranges[i] <= position && position < ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes one step.
     *
     * @param parameters changed in place
     * @param gradient the gradient of the mean loss in the same layout, with the batch's statistics after the trained
     *     part
     * @param factor the schedule's factor for the learning rate in this step
     * @return the gradient's global norm before clipping; NaN without a limit
     */
    public double step(float[] parameters, float[] gradient, double factor) {
        begin(factor);
        return extend(parameters, gradient, 0, parameters.length);
    }

    /** Begins a step that {@link #extend} then takes range by range; the factor is that of {@link #step}. */
    public void begin(double factor) {
        step.next((float) (optimizer.learningRate() * factor));
    }

    /**
     * Takes the current step on the next range; ranges run from the end of the parameters to their start. The resulting
     * bits are those of {@link #step}. No backward pass that reads the parameters may be running. Clipping needs the
     * norm of the whole gradient, so with a limit the last range triggers all updates.
     *
     * @param from the start of the range; the gradient must be final from here on
     * @param to the end of the range: the start of the preceding one, at first the end of the parameters or beyond
     * @return the result of {@link #step} for the last range; NaN for earlier ranges
     */
    public double extend(float[] parameters, float[] gradient, int from, int to) {
        if (clip == Double.POSITIVE_INFINITY) {
            stepRange(parameters, gradient, from, Math.min(to, parameters.length));
            return Double.NaN;
        }
        if (from > 0) {
            return Double.NaN;
        }
        double norm = Math.sqrt(Reductions.sumOfSquares(gradient, 0, trained));
        step.scaleGradient(norm > clip ? (float) (clip / norm) : 1);
        stepRange(parameters, gradient, 0, parameters.length);
        return norm;
    }

    private void stepRange(float[] parameters, float[] gradient, int from, int to) {
        for (int range = 0; range < decays.length; range++) {
            int start = Math.max(from, bounds[range]);
            int end = Math.min(to, bounds[range + 1]);
            if (start < end) {
                float decay = decays[range] ? optimizer.weightDecay().floatValue() : 0f;
                optimizer.update(parameters, gradient, start, end, decay, step);
            }
        }
        if (to > trained) {
            Updates.average(parameters, gradient, Math.max(from, trained), to, STATISTICS_RATE);
        }
    }

    /** Returns the number of values in all moments. */
    public int momentsLength() {
        return moments.length * trained;
    }

    /** Copies the moments, in the order of {@link OptimizerState#moments}, to {@code to} from index {@code offset}. */
    public void copyMoments(float[] to, int offset) {
        for (int i = 0; i < moments.length; i++) {
            System.arraycopy(moments[i], 0, to, offset + i * trained, trained);
        }
    }

    /** Returns a copy of the optimiser's state. */
    public OptimizerState state() {
        float[] all = new float[momentsLength()];
        copyMoments(all, 0);
        return new OptimizerState(step.number(), all);
    }

    /**
     * Continues from a state that {@link #state()} returned.
     *
     * @throws IllegalArgumentException if the state belongs to another optimiser or layout
     */
    public void restore(OptimizerState state) {
        if (state.moments().length != momentsLength() || state.steps() < 0) {
            throw new IllegalArgumentException("optimizer state has " + state.moments().length + " values after "
                    + state.steps() + " steps; " + optimizer.name() + " must have " + momentsLength());
        }
        restore(state.steps(), state.moments(), 0);
    }

    /**
     * Continues after {@code stepsSoFar} steps from moments that {@link #copyMoments} stored in an array.
     *
     * @throws IndexOutOfBoundsException if the array is too short for them
     */
    public void restore(long stepsSoFar, float[] from, int offset) {
        Objects.checkFromIndexSize(offset, momentsLength(), from.length);
        step.restore(stepsSoFar);
        for (int i = 0; i < moments.length; i++) {
            System.arraycopy(from, offset + i * trained, moments[i], 0, trained);
        }
    }
}
