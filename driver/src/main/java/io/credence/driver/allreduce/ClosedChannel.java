package io.credence.driver.allreduce;

/**
 * A channel to a peer that cannot be reached or has left. Sending is a no-op; the inbox gives the reason to a task
 * that waits for the peer.
 */
final class ClosedChannel implements PeerChannel {
    @Override
    public boolean exchangesWhole() {
        return false;
    }

    @Override
    public void sendPart(Chunk chunk) {}

    @Override
    public void addReceived(Chunk chunk, Inbox inbox) {}

    @Override
    public void sendSum(Chunk chunk) {}

    @Override
    public void storeReceived(Chunk chunk, Inbox inbox) {}

    @Override
    public void leave(String failure) {}

    @Override
    public void close(long deadlineNanos) {}

    @Override
    public long bytesSent() {
        return 0;
    }
}
