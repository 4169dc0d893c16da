package io.credence.ensemble.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs the tasks of one member, each on its own thread. Their exchange is the reference implementation: all tasks wait
 * for each other, then each computes the sum of all arrays as a {@link BalancedTree}.
 */
public final class Gang {
    private final float[][] pieces;
    private final CyclicBarrier barrier;

    private Gang(int tasks) {
        pieces = new float[tasks][];
        barrier = new CyclicBarrier(tasks);
    }

    /** The work of one task. */
    @FunctionalInterface
    public interface Work<T> {
        T run(CarriedSlices slices) throws Exception;
    }

    /** Runs the work in every task, and returns the results by rank. */
    public static <T> List<T> run(int tasks, int slices, Work<T> work) throws Exception {
        Gang gang = new Gang(tasks);
        int carried = slices / tasks;
        ExecutorService threads = Executors.newFixedThreadPool(tasks);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int task = 0; task < tasks; task++) {
                CarriedSlices ownSlices = new CarriedSlices(task * carried, carried, gang.exchange(task));
                futures.add(threads.submit(() -> work.run(ownSlices)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private GradientExchange exchange(int rank) {
        return new GradientExchange() {
            private float[] array;
            private int from;
            private int to;

            @Override
            public void sum(float[] values, int first, int end) {
                if (array != null && (array != values || end != from)) {
                    throw new IllegalStateException("a piece does not end where the previous one began");
                }
                to = array == null ? end : to;
                array = values;
                from = first;
            }

            @Override
            public void finish() {
                if (from != 0) {
                    throw new IllegalStateException("the array was not passed down to its start");
                }
                pieces[rank] = Arrays.copyOf(array, to);
                await();
                System.arraycopy(BalancedTree.sum(pieces), 0, array, 0, to);
                await();
                array = null;
            }

            /** The first call waits for the whole array; each call then reports half of what is left. */
            @Override
            public int finish(int to) {
                if (array != null) {
                    finish();
                }
                return to / 2;
            }
        };
    }

    private void await() {
        try {
            barrier.await(2, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
