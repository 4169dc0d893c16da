package io.credence.driver.allreduce;

/**
 * The array that the task hands in between two calls of finish: where the task's thread and those that work for it meet. Buckets are
 * numbered on and on over all rounds, so that no message of one round can be taken for one of another.
 */
final class Round {
    private float[] array;
    private int watermark;
    private long first;
    private long next;
    private long end;
    private long done;
    private int awaited;
    private boolean woken;
    private boolean abandoned;

    /** @throws IllegalArgumentException if the piece does not end where the last one began, or is of another array */
    synchronized void handIn(float[] gradient, int from, int to) {
        boolean begins = array == null;
        int expected = begins ? gradient.length : watermark;
        if (from < 0 || from > to || to != expected || (!begins && gradient != array)) {
            throw new IllegalArgumentException("the piece [" + from + ", " + to + ") was handed in of "
                    + (begins || gradient == array ? "an" : "another") + " array of " + gradient.length
                    + "; it must end at " + expected + ", where the piece before it began, and be of the same array");
        }
        if (begins) {
            array = gradient;
            first = next;
            end = next + Buckets.count(gradient.length);
        }
        watermark = from;
    }

    /** Begins with the next bucket, if all of it has been handed in. */
    synchronized boolean startNext(Bucket bucket) {
        if (array == null || next == end) {
            return false;
        }
        int index = (int) (next - first);
        int from = Buckets.from(array.length, index);
        if (watermark > from) {
            return false;
        }
        bucket.start(next++, array, from, Buckets.to(array.length, index));
        return true;
    }

    /** The oldest bucket under way holds its sum. */
    synchronized void finishOldest() {
        done++;
        if (finishedFrom() < awaited) {
            notifyAll();
        }
    }

    private int finishedFrom() {
        return done == first ? array.length : Buckets.from(array.length, (int) (done - first) - 1);
    }

    /** There may never be an end: nobody waits for it any longer. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Ends the task's waiting, so that it works itself; returns whether it was waiting. */
    synchronized boolean wake() {
        if (awaited == 0) {
            return false;
        }
        woken = true;
        notifyAll();
        return true;
    }

    /**
     * Waits a while until the array holds its sum from a position below {@code to} on, or for word that it will not come, or to be woken.
     *
     * @return the position, or {@code to} if it does not yet: then the caller is to work. With position 0 the next round may begin
     * @throws IllegalStateException if the array was not handed in down to its start
     */
    synchronized int await(int to, long nanos) throws InterruptedException {
        if (array == null) {
            return 0;
        }
        if (watermark != 0) {
            throw new IllegalStateException("the array of " + array.length + " was handed in from its end down to "
                    + watermark + "; it must be handed in down to 0 before its sum can be finished");
        }
        if (finishedFrom() >= to && !woken && !abandoned) {
            awaited = to;
            wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            awaited = 0;
        }
        int from = finishedFrom();
        if (from == 0) {
            array = null;
        }
        // Who was woken and found a sum goes away with it, and comes back to work before it waits again.
        woken = woken && from < to;
        return Math.min(from, to);
    }
}
