package io.credence.kernels.simd.product;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run prepared pieces of work together with the caller, without allocation. A call is announced by
 * incrementing a number; the threads count down as they finish. Waiting threads spin for a moment, because the next
 * product of a step follows soon, and then sleep.
 */
final class Team implements AutoCloseable {
    private static final int SPINS = 10_000;

    private final Runnable[] work;
    private final Thread[] threads;
    private final AtomicInteger running = new AtomicInteger();
    private volatile int announced;
    private volatile int members;
    private volatile boolean closed;
    private volatile Throwable failure;

    /** @param work one piece for each thread; the first piece is the caller's */
    Team(Runnable[] work) {
        this.work = work;
        threads = new Thread[work.length];
        for (int i = 1; i < work.length; i++) {
            int member = i;
            threads[i] = new Thread(() -> serve(member), "credence-gemm-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /**
     * Runs the first {@code pieces} pieces of work, the first of them on the caller's thread, and returns when all
     * are done.
     *
     * @throws IllegalStateException if the team is closed, or a piece failed on another thread
     */
    void run(int pieces) {
        announce(pieces);
        for (int i = 1; i < threads.length; i++) {
            LockSupport.unpark(threads[i]);
        }
        try {
            work[0].run();
        } finally {
            while (running.get() > 0) {
                Thread.onSpinWait();
            }
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of a matrix product failed", failure);
        }
    }

    /** Announces a call. Every thread takes part in a call that was announced before the team was closed. */
    private synchronized void announce(int pieces) {
        if (closed) {
            throw new IllegalStateException(
                    "a matrix product was called after close(); close a Gemm only after its last product");
        }
        members = pieces;
        failure = null;
        running.set(threads.length - 1);
        announced++;
    }

    private void serve(int member) {
        int seen = 0;
        while (true) {
            for (int spin = 0; announced == seen && !closed; spin++) {
                if (spin < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (announced == seen) {
                return;
            }
            seen = announced;
            try {
                if (member < members) {
                    work[member].run();
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                running.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (int i = 1; i < threads.length; i++) {
            LockSupport.unpark(threads[i]);
        }
    }
}
