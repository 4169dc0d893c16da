package io.credence.ensemble.replica;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.simd.elementwise.Elementwise;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums the gradients of the slices that a task carries, as their part of a balanced binary tree over all slices; the exchange sums the
 * rest of the same tree between tasks. So the bits do not depend on how many tasks there are.
 *
 * <p>The tree is walked as a binary counter counts: slices are finished first to last, and every trailing one of slice s then merges an array
 * into that of a slice before it, s without its lowest one. The sum ends in the array of slice 0. Merging follows the backward pass of a slice
 * piece by piece, and hands each finished piece of the last slice to the exchange at once.
 */
final class GradientTree {
    private final float[][] gradients;
    private final int size;
    private final GradientExchange exchange;
    private final GradientListener[] listeners;

    /**
     * @param gradients the array of every slice, with the loss behind the gradient. Slices whose numbers have as many ones may share one if
     *     no slice begins before the one before is finished
     */
    GradientTree(float[][] gradients, GradientExchange exchange) {
        this.gradients = gradients.clone();
        this.size = gradients[0].length - 1;
        this.exchange = exchange;
        this.listeners = IntStream.range(0, gradients.length)
                .<GradientListener>mapToObj(slice -> (from, to) -> merge(slice, from, to))
                .toArray(GradientListener[]::new);
    }

    /** Is to be told, for each slice, as pieces of its gradient become final: all of one slice before the first of the next. */
    GradientListener[] listeners() {
        return listeners;
    }

    /** Gives a slice that has no rows a gradient and a loss of zero, of which its listener has still to be told. */
    void clear(int slice) {
        Arrays.fill(gradients[slice], 0f);
    }

    /** Finishes a slice that has no rows, when its turn comes. */
    void skip(int slice) {
        clear(slice);
        listeners[slice].finished(0, size);
    }

    /** The loss behind the gradient travels with the first piece, which is the end of it. */
    private void merge(int slice, int from, int finished) {
        int to = finished == size ? size + 1 : finished;
        int merged = slice;
        for (int ones = Integer.numberOfTrailingZeros(~slice); ones > 0; ones--) {
            int into = merged & merged - 1;
            Elementwise.add(gradients[into], from, gradients[into], from, gradients[merged], from, to - from);
            merged = into;
        }
        if (slice == gradients.length - 1) {
            exchange.sum(gradients[0], from, to);
        }
    }

    /** Waits for more of {@link #sum} than from {@code to} on, as {@link GradientExchange#finish(int)} does. */
    int finish(int to) {
        return exchange.finish(to);
    }

    /** The sum over all slices, with their loss behind it; the same array at all times. */
    float[] sum() {
        return gradients[0];
    }

    /** The loss, summed over all slices. */
    float lossSum() {
        return gradients[0][size];
    }
}
