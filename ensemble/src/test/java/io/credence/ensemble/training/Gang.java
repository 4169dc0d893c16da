package io.credence.ensemble.training;

import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.GradientExchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Tasks of one member, each on a thread, with the plainest exchange: everyone waits for everyone, then each adds up the same balanced tree. */
public final class Gang {
    private final float[][] pieces;
    private final CyclicBarrier barrier;

    private Gang(int tasks) {
        pieces = new float[tasks][];
        barrier = new CyclicBarrier(tasks);
    }

    /** What one task does. */
    @FunctionalInterface
    public interface Work<T> {
        T run(CarriedSlices slices) throws Exception;
    }

    /** What each task came to, by rank. */
    public static <T> List<T> run(int tasks, int slices, Work<T> work) throws Exception {
        Gang gang = new Gang(tasks);
        int carried = slices / tasks;
        ExecutorService threads = Executors.newFixedThreadPool(tasks);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int task = 0; task < tasks; task++) {
                CarriedSlices mine = new CarriedSlices(task * carried, carried, gang.exchange(task));
                futures.add(threads.submit(() -> work.run(mine)));
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
                    throw new IllegalStateException("a piece does not end where the one before began");
                }
                to = array == null ? end : to;
                array = values;
                from = first;
            }

            @Override
            public void finish() {
                if (from != 0) {
                    throw new IllegalStateException("the array's start is missing");
                }
                pieces[rank] = Arrays.copyOf(array, to);
                await();
                System.arraycopy(treeSum(0, pieces.length), 0, array, 0, to);
                await();
                array = null;
            }

            /** All has come at the first call, and is told of by halves. */
            @Override
            public int finish(int to) {
                if (array != null) {
                    finish();
                }
                return to / 2;
            }
        };
    }

    private float[] treeSum(int from, int to) {
        if (to - from == 1) {
            return pieces[from].clone();
        }
        float[] left = treeSum(from, (from + to) / 2);
        float[] right = treeSum((from + to) / 2, to);
        for (int i = 0; i < left.length; i++) {
            left[i] += right[i];
        }
        return left;
    }

    private void await() {
        try {
            barrier.await(2, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
