package io.credence.driver.allreduce;

import java.time.Duration;

/**
 * Takes the buckets of a task through the levels, a few side by side: while one waits for a partner, another is added. Whatever can go on
 * goes on, whenever there is news.
 *
 * <p>A partner that is waited for at a higher level may only be waiting itself. So each level has a tenth more time than the one below
 * it, and a task that has gone silent is named by the one that meets it first.
 */
final class Reduction {
    private final Peer[] peers;
    private final Inbox[] inboxes;
    private final Partner[] partners;
    private final Round round;
    private final Duration timeout;
    private final Bucket[] buckets = new Bucket[Buckets.WINDOW];
    private long oldest;
    private long next;

    /**
     * @param rank of this task
     * @param peers at each level
     * @param partners at each level
     * @param inboxes at each level
     */
    Reduction(int rank, Peer[] peers, Partner[] partners, Inbox[] inboxes, Round round, Duration timeout) {
        this.peers = peers;
        this.partners = partners;
        this.inboxes = inboxes;
        this.round = round;
        this.timeout = timeout;
        boolean swapsLast = partners.length > 0 && partners[partners.length - 1].swaps();
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new Bucket(rank, partners.length, swapsLast);
        }
    }

    /**
     * Goes on as far as it can.
     *
     * @throws ExchangeException if what is waited for will not come, or has not come in time
     */
    void advance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            while (next - oldest < Buckets.WINDOW && round.startNext(bucket(next))) {
                next++;
            }
            for (long number = oldest; number < next; number++) {
                moved |= advance(bucket(number));
            }
            while (oldest < next && bucket(oldest).isFinished()) {
                oldest++;
                round.finishOldest();
            }
        }
    }

    private Bucket bucket(long number) {
        return buckets[(int) (number % Buckets.WINDOW)];
    }

    private boolean advance(Bucket bucket) {
        boolean moved = false;
        while (!bucket.isFinished() && pass(bucket)) {
            bucket.pass();
            moved = true;
        }
        return moved;
    }

    /** Passes one level in one direction, or gives what is to be given and comes back for the rest. */
    private boolean pass(Bucket bucket) {
        int level = bucket.level();
        boolean halving = bucket.phase() == Phase.HALVING;
        boolean keeps = bucket.keptTo(level) > bucket.keptFrom(level);
        boolean gives = bucket.givenTo(level) > bucket.givenFrom(level);
        if (!bucket.given) {
            bucket.given = true;
            if (halving && gives) {
                partners[level].giveHalf(bucket, level);
            } else if (!halving && keeps) {
                partners[level].giveSum(bucket, level);
            }
        }
        boolean receives = halving ? keeps : gives;
        if (receives) {
            Inbox inbox = inboxes[level];
            if (!inbox.has(bucket.phase(), bucket.number)) {
                requireThere(bucket, level);
                return false;
            }
            take(bucket, level, inbox);
        }
        return true;
    }

    private void take(Bucket bucket, int level, Inbox inbox) {
        if (bucket.phase() == Phase.HALVING) {
            partners[level].addHalf(bucket, level, inbox);
        } else {
            partners[level].takeSum(bucket, level, inbox);
        }
        inbox.free(bucket.phase(), bucket.number);
    }

    /** @throws PeerLostException if what is waited for cannot come */
    private void requireThere(Bucket bucket, int level) {
        String gone = inboxes[level].gone();
        if (gone != null && !inboxes[level].has(bucket.phase(), bucket.number)) {
            throw new PeerLostException(peers[level] + " " + gone + "; awaited was " + awaited(bucket, level), null);
        }
        long waited = System.nanoTime() - bucket.waitingSince;
        if (waited > limitNanos(level)) {
            throw new PeerSilentException(peers[level] + " has sent nothing for "
                    + Duration.ofNanos(waited).toMillis() + " ms; awaited was " + awaited(bucket, level)
                    + ". The limit is " + Rendezvous.TIMEOUT + " = " + timeout.toMillis() + " ms");
        }
    }

    private String awaited(Bucket bucket, int level) {
        int first = peers[level].rank() >> level << level;
        String what = bucket.phase() == Phase.HALVING
                ? "the sum of ranks " + first + " to " + (first + (1 << level) - 1)
                : "the sum of all ranks, elements " + bucket.givenFrom(level) + " to " + (bucket.givenTo(level) - 1);
        return what + " (level " + level + ", bucket " + bucket.number + ")";
    }

    private long limitNanos(int level) {
        return timeout.toNanos() / 10 * (10 + level);
    }

    /** When the first of the buckets will have waited too long; far away if there is none. */
    long deadline() {
        long deadline = System.nanoTime() + Duration.ofHours(1).toNanos();
        for (long number = oldest; number < next; number++) {
            Bucket bucket = bucket(number);
            if (!bucket.isFinished()) {
                long end = bucket.waitingSince + limitNanos(bucket.level()) + 1;
                deadline = deadline - end < 0 ? deadline : end;
            }
        }
        return deadline;
    }
}
