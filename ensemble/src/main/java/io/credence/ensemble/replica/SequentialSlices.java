package io.credence.ensemble.replica;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.PlanMemory;
import java.util.stream.IntStream;

/**
 * Computes the slices of a task sequentially. A slice's gradient array is free once it is merged into that of an
 * earlier slice. So log2(slices) + 1 arrays, each with its own plans, are enough: the number of one bits in s is the
 * index of slice s's array. All passes share the memory for activations.
 */
final class SequentialSlices extends BatchGradient {
    SequentialSlices(ReplicaSetup setup, float[] parameters, CarriedSlices carried) {
        super(setup, carried, passes(setup, parameters, carried.count()));
    }

    private static SlicePass[] passes(ReplicaSetup setup, float[] parameters, int slices) {
        PlanMemory memory = new PlanMemory();
        SlicePass[] levels = IntStream.rangeClosed(0, Integer.bitCount(slices - 1))
                .mapToObj(level -> setup.pass(parameters, memory))
                .toArray(SlicePass[]::new);
        return IntStream.range(0, slices)
                .mapToObj(slice -> levels[Integer.bitCount(slice)])
                .toArray(SlicePass[]::new);
    }

    @Override
    double compute(int stepOfEpoch, int step, boolean inspect) {
        float lossWeight = 1f / epoch.rows(stepOfEpoch);
        float penaltyWeight = epoch.penaltyWeight(stepOfEpoch);
        double loss = 0;
        for (int s = 0; s < readers.length; s++) {
            int rows = epoch.rows(firstSlice + s, stepOfEpoch);
            GradientListener listener = subtree.listeners()[s];
            if (rows == 0) {
                subtree.skip(s);
            } else {
                loss += passes[s].run(
                        readers[s], rows, step, lossWeight, penaltyWeight, isInspected(s, inspect), listener);
            }
        }
        exchangeNanos = 0;
        return loss;
    }
}
