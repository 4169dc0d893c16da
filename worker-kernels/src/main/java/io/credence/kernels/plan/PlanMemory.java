package io.credence.kernels.plan;

/**
 * Memory that several plans share, so that it does not grow with their number: the slices of a batch, or batches of
 * different lengths. Plans that share memory must run one after another on one thread. A value that one plan has
 * computed, its inputs included, is valid until another runs.
 *
 * <p>The first plan determines the size. A plan that needs more gets a new array, which plans compiled after it share;
 * therefore the largest plan should be compiled first.
 */
public final class PlanMemory {
    private float[] array = {};

    /** Returns an array of at least {@code size} elements, with arbitrary contents. */
    float[] atLeast(int size) {
        if (array.length < size) {
            array = new float[size];
        }
        return array;
    }
}
