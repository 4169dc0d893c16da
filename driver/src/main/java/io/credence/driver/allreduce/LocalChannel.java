package io.credence.driver.allreduce;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Elementwise;

/**
 * A channel to a peer in the same process. It passes a reference to the array; nothing is copied before it is added.
 *
 * <p>Parts are pulled: a rank reads its part from the peer's array, which does not change there until the rank
 * overwrites it with the sum. Sums are pushed: a rank writes its sum to the same range of the peer's array. The peer
 * waits for the sum, so it cannot use that array for anything else yet. Pulling sums would not be safe, because a rank
 * may reuse its own array as soon as it has all of its sums.
 */
final class LocalChannel implements PeerChannel {
    private final AllReduce peer;
    private final Inbox peerInbox;

    /** @param level the level at which the two ranks are peers */
    LocalChannel(AllReduce peer, int level) {
        this.peer = peer;
        this.peerInbox = peer.inbox(level);
    }

    @Override
    public boolean exchangesWhole() {
        return false;
    }

    @Override
    public void sendPart(Chunk chunk) {
        peerInbox.put(Phase.REDUCE_SCATTER, chunk.number(), chunk.array());
    }

    @Override
    public void addReceived(Chunk chunk, Inbox inbox) {
        float[] peerArray = inbox.array(Phase.REDUCE_SCATTER, chunk.number());
        chunk.requireLength(chunk.array().length, peerArray.length);
        chunk.setPeerArray(peerArray);
        int from = chunk.keptFrom();
        int count = chunk.keptTo() - from;
        Matrix own = Matrix.dense(chunk.array(), from, 1, count);
        Matrix other = Matrix.dense(peerArray, from, 1, count);
        if (chunk.isUpper()) {
            Elementwise.add(own, other, own);
        } else {
            Elementwise.add(own, own, other);
        }
    }

    @Override
    public void sendSum(Chunk chunk) {
        int from = chunk.keptFrom();
        float[] peerArray = chunk.peerArray();
        System.arraycopy(chunk.array(), from, peerArray, from, chunk.keptTo() - from);
        chunk.setPeerArray(null);
        peerInbox.put(Phase.ALL_GATHER, chunk.number(), peerArray);
    }

    @Override
    public void storeReceived(Chunk chunk, Inbox inbox) {
        // The peer has already written its sum into this rank's array.
    }

    @Override
    public void leave(String failure) {
        if (failure == null) {
            peerInbox.close(Inbox.LEFT);
        } else {
            peer.abort(failure);
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
