package io.credence.driver.allreduce;

import java.time.Duration;

/**
 * The state machine that moves a task's chunks through the levels, several at a time: while one waits for a peer,
 * another is summed. Each call advances every chunk as far as possible.
 *
 * <p>A peer at a higher level may be late only because it is waiting for another peer. So each level adds a tenth to
 * the timeout of level 0. The direct peer of a silent task is then the first to time out, and its error names that
 * task.
 */
final class Reduction {
    private final PeerAddress[] peers;
    private final Inbox[] inboxes;
    private final PeerChannel[] channels;
    private final Round round;
    private final Duration timeout;
    private final Chunk[] window = new Chunk[ChunkLayout.WINDOW];
    private long oldest;
    private long next;

    /**
     * @param rank the rank of this task
     * @param peers the peer at each level
     * @param channels the channel to the peer at each level
     * @param inboxes the inbox of each level
     */
    Reduction(int rank, PeerAddress[] peers, PeerChannel[] channels, Inbox[] inboxes, Round round, Duration timeout) {
        this.peers = peers;
        this.channels = channels;
        this.inboxes = inboxes;
        this.round = round;
        this.timeout = timeout;
        boolean exchangesWhole = channels.length > 0 && channels[channels.length - 1].exchangesWhole();
        for (int i = 0; i < window.length; i++) {
            window[i] = new Chunk(rank, channels.length, exchangesWhole);
        }
    }

    /**
     * Advances all chunks as far as possible.
     *
     * @throws ExchangeException if an awaited message cannot arrive, or has not arrived in time
     */
    void advance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            while (next - oldest < ChunkLayout.WINDOW && round.startNext(chunk(next))) {
                next++;
            }
            for (long number = oldest; number < next; number++) {
                moved |= advance(chunk(number));
            }
            while (oldest < next && chunk(oldest).isFinished()) {
                oldest++;
                round.finishOldest();
            }
        }
    }

    private Chunk chunk(long number) {
        return window[(int) (number % ChunkLayout.WINDOW)];
    }

    private boolean advance(Chunk chunk) {
        boolean moved = false;
        while (!chunk.isFinished() && finishStep(chunk)) {
            chunk.nextStep();
            moved = true;
        }
        return moved;
    }

    /** Sends and receives at the current level. Returns false if the peer's message has not arrived yet. */
    private boolean finishStep(Chunk chunk) {
        boolean reduceScatter = chunk.phase() == Phase.REDUCE_SCATTER;
        boolean keeps = chunk.keptTo() > chunk.keptFrom();
        boolean sends = chunk.sentTo() > chunk.sentFrom();
        PeerChannel channel = channels[chunk.level()];
        if (!chunk.isSent()) {
            chunk.markSent();
            if (reduceScatter && sends) {
                channel.sendPart(chunk);
            } else if (!reduceScatter && keeps) {
                channel.sendSum(chunk);
            }
        }
        boolean receives = reduceScatter ? keeps : sends;
        if (receives) {
            Inbox inbox = inboxes[chunk.level()];
            if (!inbox.has(chunk.phase(), chunk.number())) {
                requirePeer(chunk);
                return false;
            }
            receive(chunk, channel, inbox);
        }
        return true;
    }

    private static void receive(Chunk chunk, PeerChannel channel, Inbox inbox) {
        if (chunk.phase() == Phase.REDUCE_SCATTER) {
            channel.addReceived(chunk, inbox);
        } else {
            channel.storeReceived(chunk, inbox);
        }
        inbox.free(chunk.phase(), chunk.number());
    }

    /** @throws ExchangeException if the awaited message cannot arrive, or has not arrived in time */
    private void requirePeer(Chunk chunk) {
        int level = chunk.level();
        String closeReason = inboxes[level].closeReason();
        if (closeReason != null && !inboxes[level].has(chunk.phase(), chunk.number())) {
            throw new PeerLostException(
                    peers[level] + " " + closeReason + " while this task waited for " + awaited(chunk));
        }
        long waited = System.nanoTime() - chunk.waitingSince();
        if (waited > limitNanos(level)) {
            throw new PeerSilentException(peers[level] + " has sent nothing for "
                    + Duration.ofNanos(waited).toMillis() + " ms while this task waited for " + awaited(chunk)
                    + "; the limit is " + AllReduce.TIMEOUT + " = " + timeout.toMillis() + " ms");
        }
    }

    private String awaited(Chunk chunk) {
        int level = chunk.level();
        int first = peers[level].rank() >> level << level;
        String sum = chunk.phase() == Phase.REDUCE_SCATTER
                ? "the sum of ranks " + first + " to " + (first + (1 << level) - 1)
                : "the sum of all ranks, elements " + chunk.sentFrom() + " to " + (chunk.sentTo() - 1);
        return sum + " (level " + level + ", chunk " + chunk.number() + ")";
    }

    private long limitNanos(int level) {
        return timeout.toNanos() / 10 * (10 + level);
    }

    /**
     * Returns when the first chunk in flight times out, in terms of {@link System#nanoTime}; an hour from now if there
     * is none.
     */
    long deadline() {
        long deadline = System.nanoTime() + Duration.ofHours(1).toNanos();
        for (long number = oldest; number < next; number++) {
            Chunk chunk = chunk(number);
            if (!chunk.isFinished()) {
                long end = chunk.waitingSince() + limitNanos(chunk.level()) + 1;
                deadline = deadline - end < 0 ? deadline : end;
            }
        }
        return deadline;
    }
}
