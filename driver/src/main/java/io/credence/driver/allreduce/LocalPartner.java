package io.credence.driver.allreduce;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * A partner in this process: it is told where the array is, and nothing is copied before it is added.
 *
 * <p>Halves are pulled and sums are pushed. A half can be read until the partner overwrites it with the sum, which this rank gives it
 * afterwards. A sum is written where the partner has given its half away, and the partner waits for it; so its array cannot be in use for
 * anything else, as this rank's may be as soon as its own sums are there.
 */
final class LocalPartner implements Partner {
    private final AllReduce partner;
    private final Inbox inbox;

    /** @param inbox the partner's, for the level at which they meet */
    LocalPartner(AllReduce partner, Inbox inbox) {
        this.partner = partner;
        this.inbox = inbox;
    }

    @Override
    public boolean swaps() {
        return false;
    }

    @Override
    public void giveHalf(Bucket bucket, int level) {
        inbox.put(Phase.HALVING, bucket.number, bucket.array);
    }

    @Override
    public void addHalf(Bucket bucket, int level, Inbox received) {
        float[] theirs = received.array(Phase.HALVING, bucket.number);
        bucket.requireElements(bucket.array.length, theirs.length);
        bucket.partnerArrays[level] = theirs;
        int from = bucket.keptFrom(level);
        int count = bucket.keptTo(level) - from;
        Matrix ours = Matrix.dense(bucket.array, from, 1, count);
        Matrix other = Matrix.dense(theirs, from, 1, count);
        if (bucket.isUpper(level)) {
            Elementwise.add(ours, other, ours);
        } else {
            Elementwise.add(ours, ours, other);
        }
    }

    @Override
    public void giveSum(Bucket bucket, int level) {
        int from = bucket.keptFrom(level);
        float[] theirs = bucket.partnerArrays[level];
        System.arraycopy(bucket.array, from, theirs, from, bucket.keptTo(level) - from);
        bucket.partnerArrays[level] = null;
        inbox.put(Phase.DOUBLING, bucket.number, theirs);
    }

    @Override
    public void takeSum(Bucket bucket, int level, Inbox received) {
        // It is where it belongs: the partner has written it there.
    }

    @Override
    public void leave(String failure) {
        if (failure == null) {
            inbox.close(Inbox.LEFT);
        } else {
            partner.abort(failure);
        }
    }

    @Override
    public void close(long deadlineNanos) {
        // There is no connection.
    }

    @Override
    public long bytesSent() {
        return 0;
    }
}
