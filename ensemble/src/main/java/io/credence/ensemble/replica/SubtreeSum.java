package io.credence.ensemble.replica;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.plan.GradientBuffer;
import java.util.stream.IntStream;

/**
 * Sums the gradients of the slices that a task carries: their subtree of the {@link BalancedTree} over all slices. The
 * exchange sums the rest of the same tree between tasks, so the bits do not depend on the number of tasks.
 *
 * <p>The tree is walked like a binary counter. Slices finish in order. When slice s finishes, one merge follows for
 * each trailing one bit of s: the array of the current slice is added to that of the slice whose number is the same
 * without its lowest one bit. The sum ends in the array of slice 0. Merging follows a slice's backward pass piece by
 * piece; each finished piece of the last slice goes to the exchange at once.
 */
final class SubtreeSum {
    private final GradientBuffer[] gradients;
    private final int size;
    private final GradientExchange exchange;
    private final GradientListener[] listeners;

    /**
     * @param gradients one buffer per slice, the gradient followed by the loss. Slices whose numbers have the same
     *     number of one bits may share a buffer if each slice finishes before the next begins
     */
    SubtreeSum(GradientBuffer[] gradients, GradientExchange exchange) {
        this.gradients = gradients.clone();
        this.size = gradients[0].array().length - 1;
        this.exchange = exchange;
        this.listeners = IntStream.range(0, gradients.length)
                .<GradientListener>mapToObj(slice -> (from, to) -> merge(slice, from, to))
                .toArray(GradientListener[]::new);
    }

    /**
     * Returns the listener of each slice's backward pass. All pieces of a slice must be final before the first of the
     * next slice.
     */
    GradientListener[] listeners() {
        return listeners;
    }

    /** Sets the gradient and loss of a slice without rows to zero. Its listener must still be notified. */
    void clear(int slice) {
        gradients[slice].clear();
    }

    /** Completes a slice without rows, when its turn comes. */
    void skip(int slice) {
        clear(slice);
        listeners[slice].finished(0, size);
    }

    /**
     * Merges a finished piece. The loss, which follows the gradient, travels with the first piece, which is the
     * gradient's end.
     */
    private void merge(int slice, int from, int finished) {
        int to = finished == size ? size + 1 : finished;
        int merged = slice;
        for (int ones = Integer.numberOfTrailingZeros(~slice); ones > 0; ones--) {
            int into = merged & merged - 1;
            gradients[into].add(gradients[merged], from, to);
            merged = into;
        }
        if (slice == gradients.length - 1) {
            exchange.sum(sum(), from, to);
            if (exchange != GradientExchange.ALONE) {
                gradients[0].touchAll();
            }
        }
    }

    /** Waits until more of {@link #sum} is final, as {@link GradientExchange#finish(int)} does. */
    int finish(int to) {
        return exchange.finish(to);
    }

    /** Returns the sum over all slices, followed by their summed loss; always the same array. */
    float[] sum() {
        return gradients[0].array();
    }

    /** Returns the loss, summed over all slices. */
    float lossSum() {
        return sum()[size];
    }
}
