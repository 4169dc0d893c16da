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
 * One task's side of an all-reduce over its gang. All tasks call {@link #sum} and {@link #finish} in the same rounds,
 * with arrays of the same length. The length may differ between rounds, and each task may hand in its array in
 * different pieces. Afterwards all arrays have the same bits.
 *
 * <p>It starts no threads. The thread that adds input does the work: the task's thread when it hands in a piece, or a
 * connection's when a message arrives. So sums overlap with the task's computation, and no thread waits for another to
 * be scheduled. One thread works at a time; it also processes the input that other threads add meanwhile.
 *
 * <p>Memory is bounded, whatever the length of the arrays. At most {@code WINDOW} chunks of {@code FLOATS} elements
 * are in flight, and the peer may be the same number ahead. The send buffers of a task take 2 x 4 x 256 KiB = 2 MiB
 * with two tasks, 3 MiB with four, and less than 4 MiB with any number, because each level takes half the memory of
 * the one before. Received messages take at most the same amount in the network's buffers. Tasks of one executor need
 * no buffers for each other. Buffers are allocated once; a round allocates only what the transport needs for its
 * messages.
 */
public final class AllReduce implements GradientExchange, AutoCloseable {
    /**
     * The Spark setting for how long a task may be silent while others wait for its part of a sum; defaults to
     * {@code spark.network.timeout}.
     */
    public static final String TIMEOUT = "spark.credence.exchange.timeout";

    /** The maximum number of levels for which a rank fits into an int. */
    public static final int MAX_LEVELS = 30;

    private static final long KILL_CHECK_NANOS = 100_000_000;
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;
    private static final long STOP_MILLIS = 10_000;
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration FAREWELL_AFTER_FAILURE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(AllReduce.class);

    private final TaskId id;
    private final Duration timeout;
    private final Runnable killCheck;
    private final Round round = new Round();
    private final Inbox[] inboxes = IntStream.range(0, MAX_LEVELS)
            .mapToObj(level -> new Inbox(level, this))
            .toArray(Inbox[]::new);
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicReference<ExchangeException> failure = new AtomicReference<>();
    private final CountDownLatch hasLeft = new CountDownLatch(1);
    private PeerAddress self;
    private PeerChannel[] channels = {};
    private volatile Reduction reduction;
    private volatile long deadline;
    private volatile String abortReason;
    private volatile boolean closing;

    /** Connects a task to its peers. */
    @FunctionalInterface
    public interface Connector {
        /** Returns the channel from a task, at address {@code self}, to its peer at a level. */
        PeerChannel connect(AllReduce task, PeerAddress self, PeerAddress peer, int level);
    }

    /**
     * Creates a task's side. It can receive messages, but has no peers until {@link #start}.
     *
     * @param timeout how long a peer may be silent
     * @param killCheck throws if the task has been killed; called while the task waits
     */
    public AllReduce(TaskId id, Duration timeout, Runnable killCheck) {
        this.id = id;
        this.timeout = timeout;
        this.killCheck = killCheck;
    }

    /** Returns the identity of this task within its executor. */
    public TaskId id() {
        return id;
    }

    /** Returns the inbox for messages from the peer at a level. */
    public Inbox inbox(int level) {
        return inboxes[level];
    }

    /** Returns a channel through which the peer at a level, in the same process, sends to this task. */
    public PeerChannel localChannel(int level) {
        return new LocalChannel(this, level);
    }

    /**
     * Connects to all peers and begins.
     *
     * @param rank the rank of this task
     * @param addresses the addresses of all tasks of the gang in rank order; their number is a power of two
     */
    public void start(int rank, List<PeerAddress> addresses, Connector connector) {
        self = addresses.get(rank);
        int levels = Integer.numberOfTrailingZeros(addresses.size());
        PeerAddress[] peers = IntStream.range(0, levels)
                .mapToObj(level -> addresses.get(rank ^ 1 << level))
                .toArray(PeerAddress[]::new);
        for (int level = 0; level < levels; level++) {
            PeerChannel channel = connector.connect(this, self, peers[level], level);
            channels = Arrays.copyOf(channels, level + 1);
            channels[level] = channel;
        }
        reduction = new Reduction(rank, peers, channels, inboxes, round, timeout);
        work();
    }

    /** Does all pending work. If another thread is working, leaves it to that thread. */
    void work() {
        if (pending.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            advance();
            seen = pending.addAndGet(-seen);
        }
    }

    /**
     * Does all pending work as {@link #work} does, but on the task's own thread if that is waiting. For callers that
     * run on their own core.
     */
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
                fail(new ExchangeException("the exchange failed: " + e, e));
            }
        }
        if (closing || reduction != null && failure.get() != null) {
            leave();
        }
    }

    /** Ends the exchange with a failure. The first one is kept. */
    private void fail(ExchangeException reason) {
        failure.compareAndSet(null, reason);
        round.abandon();
    }

    /**
     * Ends the exchange because another task of the gang cannot continue.
     *
     * @param reason names that task and what happened to it
     */
    public void abort(String reason) {
        abortReason = reason;
        fail(new PeerLostException("the exchange was aborted by " + reason));
        work();
    }

    private void leave() {
        if (hasLeft.getCount() > 0) {
            String reason = failure.get() == null || abortReason != null
                    ? abortReason
                    : self + ": " + failure.get().getMessage();
            for (PeerChannel channel : channels) {
                channel.leave(reason);
            }
            hasLeft.countDown();
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
     * Waits until the array handed in since the last call holds its sum.
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

    /** Returns the time until the next check whether a peer has timed out or the task has been killed. */
    private long waitNanos() {
        return Math.max(SHORTEST_WAIT_NANOS, Math.min(KILL_CHECK_NANOS, deadline - System.nanoTime()));
    }

    private void throwIfEnded() {
        killCheck.run();
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Returns the number of bytes that this task has written to connections, including frames and headers. */
    public long bytesSent() {
        return Arrays.stream(channels).mapToLong(PeerChannel::bytesSent).sum();
    }

    /** Leaves the gang and notifies the other tasks. Whatever they still need from this task will not arrive. */
    @Override
    public void close() {
        closing = true;
        work();
        awaitLeft();
        Duration farewell = failure.get() == null ? FAREWELL : FAREWELL_AFTER_FAILURE;
        for (PeerChannel channel : channels) {
            channel.close(System.nanoTime() + farewell.toNanos());
        }
        channels = new PeerChannel[0];
    }

    /** Waits until the task has left the gang, which another thread that is still working may have to do. */
    private void awaitLeft() {
        try {
            if (!hasLeft.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("Partition {} did not leave the gang {} within {} ms", id.partition(), id.gang(), STOP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
