package io.credence.kernels.plan;

import io.credence.kernels.autograd.ParameterLayout;
import java.util.Arrays;

/**
 * The array that a plan writes gradients to, in the parameters' layout. State has no gradient: its part of the array
 * receives the batch's statistics, weighted by the batch's fraction of all rows. Summed over the slices of a batch
 * like gradients, they become the mean over the slices.
 */
final class GradientArray {
    private final float[] array;
    private final float[] parameters;
    private final int trained;
    private final int size;
    private final ParameterLayout.Entry[] unreached;
    private final ParameterLayout.Entry[] idle;

    /**
     * Describes an array.
     *
     * @param unreached trained parameters that the loss and the penalties do not depend on
     * @param idle state that no operation of the plan uses
     */
    GradientArray(
            float[] array,
            float[] parameters,
            ParameterLayout layout,
            ParameterLayout.Entry[] unreached,
            ParameterLayout.Entry[] idle) {
        this.array = array;
        this.parameters = parameters;
        this.trained = layout.trained();
        this.size = layout.size();
        this.unreached = unreached;
        this.idle = idle;
    }

    /** Returns the length of the layout. */
    int size() {
        return size;
    }

    /**
     * Fills in what no operation writes: unreached parameters get the gradient 0, idle state keeps its value, and all
     * statistics are weighted.
     *
     * @param fraction the batch's fraction of all rows
     */
    void complete(float fraction) {
        for (ParameterLayout.Entry entry : unreached) {
            Arrays.fill(array, entry.offset(), entry.end(), 0f);
        }
        for (ParameterLayout.Entry entry : idle) {
            System.arraycopy(parameters, entry.offset(), array, entry.offset(), entry.size());
        }
        for (int i = trained; i < size; i++) {
            array[i] *= fraction;
        }
    }
}
