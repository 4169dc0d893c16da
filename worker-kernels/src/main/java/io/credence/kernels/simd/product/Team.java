package io.credence.kernels.simd.product;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that run prepared pieces of work together with the caller, without allocation. A call involves only as many
 * helpers as it has pieces for; the others are neither woken nor waited for. Whoever waits spins for a moment, because
 * the next product of a step follows soon, and then parks.
 *
 * <p>Waiting is the same handshake on both sides. The waiting thread announces that it may park, then checks once more
 * whether it still has to. The other side publishes its progress, then unparks the thread if that has announced it.
 * All of these are volatile accesses, so at least one of the two sees what the other wrote, and no wake-up is lost.
 */
final class Team implements AutoCloseable {
    /** How often a thread checks before it parks. On a single processor, spinning would only delay the others. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 10_000 : 0;

    private final Runnable ownPiece;
    private final Helper[] helpers;
    /** The helpers that have not finished the current call. */
    private final AtomicInteger running = new AtomicInteger();
    /** The caller, while it may be parked; otherwise null. */
    private volatile Thread parkedCaller;

    private volatile boolean closed;
    private volatile Throwable failure;

    /** @param work one piece for each thread; the first piece is the caller's */
    Team(Runnable[] work) {
        ownPiece = work[0];
        helpers = new Helper[work.length - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(work[i + 1], "credence-gemm-" + (i + 1));
            helpers[i].thread.start();
        }
    }

    /**
     * Runs the first {@code pieces} pieces of work, the first of them on the caller's thread, and returns when all
     * are done. An interrupt of the caller neither ends the call nor is lost.
     *
     * @throws IllegalStateException if the team is closed, or a piece failed on another thread
     */
    void run(int pieces) {
        call(pieces - 1);
        try {
            ownPiece.run();
        } finally {
            awaitHelpers();
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of a matrix product failed", failure);
        }
    }

    /** Calls the first helpers. A helper takes part in a call that was made before the team was closed. */
    private synchronized void call(int count) {
        if (closed) {
            throw new IllegalStateException(
                    "a matrix product was called after close(); close a Gemm only after its last product");
        }
        failure = null;
        running.set(count);
        for (int i = 0; i < count; i++) {
            helpers[i].call();
        }
    }

    private void awaitHelpers() {
        for (int spin = 0; spin < SPINS && running.get() > 0; spin++) {
            Thread.onSpinWait();
        }
        if (running.get() > 0) {
            parkUntilHelpersAreDone();
        }
    }

    private void parkUntilHelpersAreDone() {
        boolean interrupted = false;
        parkedCaller = Thread.currentThread();
        while (running.get() > 0) {
            LockSupport.park(this);
            // A thread that stays interrupted cannot park.
            interrupted |= Thread.interrupted();
        }
        parkedCaller = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Helper helper : helpers) {
            LockSupport.unpark(helper.thread);
        }
    }

    /** A thread with its piece of work. */
    private final class Helper implements Runnable {
        private final Runnable piece;
        private final Thread thread;
        private volatile boolean called;
        private volatile boolean parked;

        Helper(Runnable piece, String name) {
            this.piece = piece;
            thread = new Thread(this, name);
            thread.setDaemon(true);
        }

        void call() {
            called = true;
            if (parked) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void run() {
            while (awaitCall()) {
                called = false;
                try {
                    piece.run();
                } catch (Throwable e) {
                    failure = e;
                }
                if (running.decrementAndGet() == 0) {
                    LockSupport.unpark(parkedCaller);
                }
            }
        }

        /** Returns true for a call, and false once the team is closed and all its calls are done. */
        private boolean awaitCall() {
            for (int spin = 0; spin < SPINS && !called && !closed; spin++) {
                Thread.onSpinWait();
            }
            if (!called && !closed) {
                parkUntilCalled();
            }
            // Read after closed: no call is made after that, and an earlier one is visible.
            return called;
        }

        private void parkUntilCalled() {
            parked = true;
            while (!called && !closed) {
                LockSupport.park(Team.this);
                // Only close() ends a helper; one that stays interrupted could not park.
                Thread.interrupted();
            }
            parked = false;
        }
    }
}
