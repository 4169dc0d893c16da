package io.credence.driver.allreduce;

/**
 * The array that a task hands in between two calls of {@link AllReduce#finish()}. It synchronises the task's thread
 * with the threads that work for it. Chunks are numbered continuously over all rounds, so that a message of one round
 * can never be mistaken for one of another.
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

    /**
     * @throws IllegalArgumentException if the piece does not end where the last one began, or belongs to another array
     */
    synchronized void handIn(float[] gradient, int from, int to) {
        boolean begins = array == null;
        int expected = begins ? gradient.length : watermark;
        if (from < 0 || from > to || to != expected || (!begins && gradient != array)) {
            throw new IllegalArgumentException("the piece [" + from + ", " + to + ") belongs to "
                    + (begins || gradient == array ? "an" : "another") + " array of " + gradient.length
                    + "; it must end at " + expected
                    + ", where the previous piece began, and belong to the same array");
        }
        if (begins) {
            array = gradient;
            first = next;
            end = next + ChunkLayout.count(gradient.length);
        }
        watermark = from;
    }

    /** Starts the next chunk if all of it has been handed in. Returns whether it has started. */
    synchronized boolean startNext(Chunk chunk) {
        if (array == null || next == end) {
            return false;
        }
        int index = (int) (next - first);
        int from = ChunkLayout.from(array.length, index);
        if (watermark > from) {
            return false;
        }
        chunk.start(next++, array, from, ChunkLayout.to(array.length, index));
        return true;
    }

    /** Records that the oldest chunk in flight holds its sum. */
    synchronized void finishOldest() {
        done++;
        if (finishedFrom() < awaited) {
            notifyAll();
        }
    }

    private int finishedFrom() {
        return done == first ? array.length : ChunkLayout.from(array.length, (int) (done - first) - 1);
    }

    /** Ends all waiting permanently, because the round may never finish. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    /** Wakes the task's thread, so that it does the work itself. Returns whether it was waiting. */
    synchronized boolean wake() {
        if (awaited == 0) {
            return false;
        }
        woken = true;
        notifyAll();
        return true;
    }

    /**
     * Waits for a limited time, until the array holds its sum from some position below {@code to} up to its end, the
     * round is abandoned, or the thread is woken.
     *
     * @return that position; {@code to} if the sum does not reach below it yet and the caller should work. After
     *     position 0, the next round may begin
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
        // A woken thread that finds a sum returns it first. It works when it calls again, before it waits.
        woken = woken && from < to;
        return Math.min(from, to);
    }
}
