package io.credence.driver.allreduce;

import io.credence.ensemble.member.GradientExchange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One task's part in summing the arrays of a gang. All tasks call {@link #sum} and {@link #finish} in the same rounds with arrays of the same
 * length, which may differ from round to round; the pieces of an array may be cut differently by each. Afterwards all have the same bits.
 *
 * <p>The sums are made on a thread of its own, so that they overlap with what the task does meanwhile. The memory is bounded, whatever the
 * length of the arrays: at most {@code WINDOW} buckets of {@code FLOATS} elements are under way, and each of them is held at most twice
 * on its way out and twice on its way in, so 4 x 4 x 256 KiB = 4 MiB for each task. Tasks of one executor need none of it for each other. All of it is made once; what
 * a round allocates is what the transport does for its messages.
 */
public final class AllReduce implements GradientExchange, AutoCloseable {
    /** So that a rank is an int. */
    static final int MAX_LEVELS = 30;

    private static final long KILL_CHECK_MILLIS = 100;
    private static final long STOP_MILLIS = 10_000;
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration FAREWELL_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Place place;
    private final Duration timeout;
    private final Runnable killCheck;
    private final Signal signal = new Signal();
    private final Round round = new Round();
    private final Inbox[] inboxes = IntStream.range(0, MAX_LEVELS)
            .mapToObj(level -> new Inbox(level, signal))
            .toArray(Inbox[]::new);
    private Peer self;
    private Partner[] partners = {};
    private Thread thread;
    private boolean left;
    private volatile String abortReason;

    /**
     * A task that others can write to, and that does not know them yet.
     *
     * @param timeout how long a partner may be silent
     * @param killCheck throws if the task is to end; called while it waits
     */
    AllReduce(Place place, Duration timeout, Runnable killCheck) {
        this.place = place;
        this.timeout = timeout;
        this.killCheck = killCheck;
    }

    Place place() {
        return place;
    }

    Inbox inbox(int level) {
        return inboxes[level];
    }

    /**
     * Begins, with connections to all partners.
     *
     * @param rank of this task
     * @param peers all tasks of the gang in the order of their ranks, a power of two
     */
    void start(int rank, List<Peer> peers, Endpoint endpoint) {
        self = peers.get(rank);
        int levels = Integer.numberOfTrailingZeros(peers.size());
        Peer[] others = IntStream.range(0, levels)
                .mapToObj(level -> peers.get(rank ^ 1 << level))
                .toArray(Peer[]::new);
        for (int level = 0; level < levels; level++) {
            Partner partner = endpoint.connect(this, self, others[level], level);
            partners = Arrays.copyOf(partners, level + 1);
            partners[level] = partner;
        }
        Reduction reduction = new Reduction(rank, others, partners, inboxes, round, signal, timeout);
        thread = new Thread(() -> work(reduction), "credence-exchange-" + rank);
        thread.setDaemon(true);
        thread.start();
    }

    private void work(Reduction reduction) {
        try {
            reduction.run();
        } catch (InterruptedException e) {
            // close() asked for it; there is nobody left to tell.
            Thread.currentThread().interrupt();
        } catch (ExchangeException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new ExchangeException("the exchange has failed: " + e, e));
        }
    }

    private void fail(ExchangeException reason) {
        signal.fail(reason);
        round.abandon();
        leave(abortReason == null ? self + ": " + reason.getMessage() : abortReason);
    }

    /** Another task of the gang cannot go on, so none can. It is the exchange's thread that tells the others. */
    void abort(String reason) {
        abortReason = reason;
        signal.fail(new PeerLostException("the exchange was ended by " + reason, null));
        round.abandon();
    }

    private synchronized void leave(String reason) {
        if (!left) {
            left = true;
            for (Partner partner : partners) {
                partner.leave(reason);
            }
        }
    }

    @Override
    public void sum(float[] gradient, int from, int to) {
        throwIfEnded();
        round.handIn(gradient, from, to);
        signal.change();
    }

    /**
     * Returns when the array handed in since the last call holds its sum.
     *
     * @throws PeerLostException if a task of the gang has failed or left
     * @throws PeerSilentException if a task of the gang has been silent for too long
     * @throws IllegalStateException if the array was not handed in down to its start
     */
    @Override
    public void finish() {
        try {
            while (!round.awaitEnd(KILL_CHECK_MILLIS)) {
                throwIfEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            killCheck.run();
            throw new ExchangeException("the task was interrupted while it waited for a sum", e);
        }
    }

    private void throwIfEnded() {
        killCheck.run();
        ExchangeException failure = signal.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** The bytes that this task has written to connections, frames and headers included. */
    public long bytesSent() {
        return Arrays.stream(partners).mapToLong(Partner::bytesSent).sum();
    }

    /** Leaves the gang: what other tasks still wait for from this one will not come, and they are told. */
    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            awaitEndOf(thread);
        }
        leave(null);
        boolean failed = signal.failure() != null;
        long deadline = System.nanoTime() + (failed ? FAREWELL_AFTER_FAILURE : FAREWELL).toNanos();
        for (Partner partner : partners) {
            partner.close(deadline);
        }
        partners = new Partner[0];
    }

    private static void awaitEndOf(Thread thread) {
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
