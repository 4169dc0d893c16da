package io.credence.driver.allreduce;

import io.credence.ensemble.replica.GradientExchange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task's part in summing the arrays of a gang. All tasks call {@link #sum} and {@link #finish} in the same rounds with arrays of the same
 * length, which may differ from round to round; the pieces of an array may be cut differently by each. Afterwards all have the same bits.
 *
 * <p>It has no thread of its own: whoever brings news works, be it the task with a piece, or a connection's thread with a message. So the sums
 * overlap with what the task does meanwhile, and no thread waits for another to be given the processor. One of them works at a time; what
 * the others bring meanwhile, that one sees to as well.
 *
 * <p>The memory is bounded, whatever the length of the arrays: at most {@code WINDOW} buckets of {@code FLOATS} elements are under way, and the
 * partner may be as many ahead. So between two tasks it is 2 x 4 x 256 KiB = 2 MiB on the way out for each of them, 3 MiB between four, and below
 * 4 MiB between any number, as each level has half of the one before; and at most as much in the network's buffers on the way in.
 * Tasks of one executor need none of it for each other. All of it is made once; what a round allocates is what the transport does for its messages.
 */
public final class AllReduce implements GradientExchange, AutoCloseable {
    /** So that a rank is an int. */
    static final int MAX_LEVELS = 30;

    private static final long KILL_CHECK_NANOS = 100_000_000;
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;
    private static final long STOP_MILLIS = 10_000;
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration FAREWELL_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(AllReduce.class);

    private final Place place;
    private final Duration timeout;
    private final Runnable killCheck;
    private final Round round = new Round();
    private final Inbox[] inboxes = IntStream.range(0, MAX_LEVELS)
            .mapToObj(level -> new Inbox(level, this))
            .toArray(Inbox[]::new);
    private final AtomicInteger news = new AtomicInteger();
    private final AtomicReference<ExchangeException> failure = new AtomicReference<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private Peer self;
    private Partner[] partners = {};
    private volatile Reduction reduction;
    private volatile long deadline;
    private volatile String abortReason;
    private volatile boolean closing;

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
        reduction = new Reduction(rank, others, partners, inboxes, round, timeout);
        work();
    }

    /** Does what there is to do, unless another thread is at it: that one then sees to it. */
    void work() {
        if (news.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            advance();
            seen = news.addAndGet(-seen);
        }
    }

    /** As {@link #work}, by the task's own thread if that is waiting anyway: for a caller who has a core of his own. */
    void wakeOrWork() {
        if (!round.wake()) {
            work();
        }
    }

    private void advance() {
        if (reduction != null && !closing && failure.get() == null) {
            try {
                reduction.advance();
                deadline = reduction.deadline();
            } catch (ExchangeException e) {
                fail(e);
            } catch (RuntimeException | Error e) {
                fail(new ExchangeException("the exchange has failed: " + e, e));
            }
        }
        if (closing || reduction != null && failure.get() != null) {
            leave();
        }
    }

    /** The first failure stands. */
    private void fail(ExchangeException reason) {
        failure.compareAndSet(null, reason);
        round.abandon();
    }

    /** Another task of the gang cannot go on, so none can. */
    void abort(String reason) {
        abortReason = reason;
        fail(new PeerLostException("the exchange was ended by " + reason, null));
        work();
    }

    private void leave() {
        if (left.getCount() > 0) {
            String reason = failure.get() == null || abortReason != null
                    ? abortReason
                    : self + ": " + failure.get().getMessage();
            for (Partner partner : partners) {
                partner.leave(reason);
            }
            left.countDown();
        }
        for (Inbox inbox : inboxes) {
            inbox.clear();
        }
    }

    @Override
    public void sum(float[] gradient, int from, int to) {
        throwIfEnded();
        round.handIn(gradient, from, to);
        work();
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
        finish(1);
    }

    @Override
    public int finish(int to) {
        try {
            int from = round.await(to, waitNanos());
            while (from == to) {
                throwIfEnded();
                work();
                from = round.await(to, waitNanos());
            }
            return from;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            killCheck.run();
            throw new ExchangeException("the task was interrupted while it waited for a sum", e);
        }
    }

    /** Until somebody should look whether a partner has been silent for too long, or whether the task is to end. */
    private long waitNanos() {
        return Math.max(SHORTEST_WAIT_NANOS, Math.min(KILL_CHECK_NANOS, deadline - System.nanoTime()));
    }

    private void throwIfEnded() {
        killCheck.run();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** The bytes that this task has written to connections, frames and headers included. */
    public long bytesSent() {
        return Arrays.stream(partners).mapToLong(Partner::bytesSent).sum();
    }

    /** Leaves the gang: what other tasks still wait for from this one will not come, and they are told. */
    @Override
    public void close() {
        closing = true;
        work();
        awaitLeft();
        Duration farewell = failure.get() == null ? FAREWELL : FAREWELL_AFTER_FAILURE;
        for (Partner partner : partners) {
            partner.close(System.nanoTime() + farewell.toNanos());
        }
        partners = new Partner[0];
    }

    /** Another thread may be at work just now. */
    private void awaitLeft() {
        try {
            if (!left.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{} did not leave its gang within {} ms", place, STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
