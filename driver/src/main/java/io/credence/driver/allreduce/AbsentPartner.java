package io.credence.driver.allreduce;

/** A partner that is not there (any longer). Its inbox says why, to whoever waits for it. */
final class AbsentPartner implements Partner {
    @Override
    public boolean swaps() {
        return false;
    }

    @Override
    public void giveHalf(Bucket bucket, int level) {}

    @Override
    public void addHalf(Bucket bucket, int level, Inbox received) {}

    @Override
    public void giveSum(Bucket bucket, int level) {}

    @Override
    public void takeSum(Bucket bucket, int level, Inbox received) {}

    @Override
    public void leave(String failure) {}

    @Override
    public void close(long deadlineNanos) {}

    @Override
    public long bytesSent() {
        return 0;
    }
}
