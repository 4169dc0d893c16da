package io.credence.driver.allreduce;

import io.credence.kernels.simd.Elementwise;
import io.credence.kernels.simd.Matrix;
import io.netty.channel.ChannelFuture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.protocol.OneWayMessage;

/**
 * A partner behind a connection of its own, which this rank only writes to; the partner answers on the connection that it has made itself.
 *
 * <p>There is a buffer for every bucket that can be under way and each phase. It is free again when its bucket's successor starts: that needs
 * the partner to have got the message.
 */
final class RemotePartner implements Partner {
    private final TransportClient client;
    private final ByteBuffer[] outbox = new ByteBuffer[2 * Buckets.WINDOW];
    private final FloatBuffer[] outboxFloats = new FloatBuffer[2 * Buckets.WINDOW];
    private ChannelFuture farewell;
    private long bytesSent;

    RemotePartner(TransportClient client) {
        this.client = client;
    }

    @Override
    public void giveHalf(Bucket bucket, int level) {
        send(Wire.HALF, Phase.HALVING, bucket, level, bucket.givenFrom(level), bucket.givenTo(level));
    }

    @Override
    public void addHalf(Bucket bucket, int level, Inbox received) {
        int from = bucket.keptFrom(level);
        int count = bucket.keptTo(level) - from;
        bucket.requireElements(count, received.count(Phase.HALVING, bucket.number));
        Matrix ours = Matrix.dense(bucket.array, from, 1, count);
        Matrix theirs = Matrix.dense(received.floats(Phase.HALVING, bucket.number), 0, 1, count);
        if (bucket.isUpper(level)) {
            Elementwise.add(ours, theirs, ours);
        } else {
            Elementwise.add(ours, ours, theirs);
        }
    }

    @Override
    public void giveSum(Bucket bucket, int level) {
        send(Wire.SUM, Phase.DOUBLING, bucket, level, bucket.keptFrom(level), bucket.keptTo(level));
    }

    @Override
    public void takeSum(Bucket bucket, int level, Inbox received) {
        int from = bucket.givenFrom(level);
        int count = bucket.givenTo(level) - from;
        bucket.requireElements(count, received.count(Phase.DOUBLING, bucket.number));
        System.arraycopy(received.floats(Phase.DOUBLING, bucket.number), 0, bucket.array, from, count);
    }

    private void send(int kind, Phase phase, Bucket bucket, int level, int from, int to) {
        int slot = phase.ordinal() * Buckets.WINDOW + Buckets.slot(bucket.number);
        if (outbox[slot] == null) {
            allocate(slot, Buckets.capacity(level));
        }
        int count = to - from;
        outboxFloats[slot].clear().put(bucket.array, from, count);
        ByteBuffer message = outbox[slot].clear();
        message.putInt(kind).putInt(count).putLong(bucket.number);
        message.position(0).limit(Wire.HEADER_BYTES + count * Float.BYTES);
        bytesSent += Wire.FRAME_BYTES + message.remaining();
        // A write that fails closes the connection, which is heard of.
        client.send(message);
    }

    private void allocate(int slot, int capacity) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Wire.HEADER_BYTES + capacity * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        outboxFloats[slot] = buffer.position(Wire.HEADER_BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        outbox[slot] = buffer;
    }

    @Override
    public void leave(String failure) {
        farewell = client.getChannel().writeAndFlush(new OneWayMessage(new NioManagedBuffer(Wire.end(failure))));
    }

    @Override
    public void close(long deadlineNanos) {
        if (farewell != null) {
            farewell.awaitUninterruptibly(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        client.close();
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }
}
