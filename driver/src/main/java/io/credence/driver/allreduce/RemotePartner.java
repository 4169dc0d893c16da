package io.credence.driver.allreduce;

import io.credence.kernels.simd.elementwise.Elementwise;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
 * <p>A message is written with Spark's frame around it into one buffer, which goes to the socket in one call: the frame on its own would be a
 * packet that wakes the partner for 13 bytes. There is a buffer for every slot and each phase, of half a
 * bucket of its level, and of all of it where the partners swap. It is free again when its slot's next bucket
 * starts: that needs a message which the partner sends only after it has got this one.
 *
 * <p>Elements that have come are added a few at a time, so that those which have just been copied from the network's buffer are still in the
 * first cache.
 */
final class RemotePartner implements Partner {
    /** 16 KiB. */
    private static final int CHUNK = 4096;

    /** In front of a message, so that its elements begin at a multiple of 4. */
    private static final int PADDING = 3;

    private static final int ELEMENTS_AT = PADDING + Wire.FRAME_BYTES + Wire.HEADER_BYTES;

    private final TransportClient client;
    private final ByteBuf[] outbox = new ByteBuf[2 * Buckets.SLOTS];
    private final FloatBuffer[] outboxFloats = new FloatBuffer[2 * Buckets.SLOTS];
    private final ByteBuffer chunkBytes =
            ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final FloatBuffer chunkFloats = chunkBytes.asFloatBuffer();
    private final float[] chunk = new float[CHUNK];
    private ChannelFuture farewell;
    private volatile long bytesSent;

    RemotePartner(TransportClient client) {
        this.client = client;
    }

    @Override
    public void giveHalf(Bucket bucket, int level) {
        send(Wire.HALF, Phase.HALVING, bucket, level, bucket.givenFrom(level), bucket.givenTo(level));
    }

    @Override
    public void addHalf(Bucket bucket, int level, Inbox received) {
        ByteBuf theirs = received.elements(Phase.HALVING, bucket.number);
        int from = bucket.keptFrom(level);
        int to = bucket.keptTo(level);
        bucket.requireElements(to - from, theirs.readableBytes() / Float.BYTES);
        float[] ours = bucket.array;
        for (int i = from; i < to; i += CHUNK) {
            int count = Math.min(CHUNK, to - i);
            read(theirs, i - from, count).get(chunk, 0, count);
            if (bucket.isUpper(level)) {
                Elementwise.add(ours, i, chunk, 0, ours, i, count);
            } else {
                Elementwise.add(ours, i, ours, i, chunk, 0, count);
            }
        }
    }

    @Override
    public void giveSum(Bucket bucket, int level) {
        send(Wire.SUM, Phase.DOUBLING, bucket, level, bucket.keptFrom(level), bucket.keptTo(level));
    }

    @Override
    public void takeSum(Bucket bucket, int level, Inbox received) {
        ByteBuf theirs = received.elements(Phase.DOUBLING, bucket.number);
        int from = bucket.givenFrom(level);
        int to = bucket.givenTo(level);
        bucket.requireElements(to - from, theirs.readableBytes() / Float.BYTES);
        for (int i = from; i < to; i += CHUNK) {
            int count = Math.min(CHUNK, to - i);
            read(theirs, i - from, count).get(bucket.array, i, count);
        }
    }

    /** The network's buffer may be several, and an element may lie in two of them. */
    private FloatBuffer read(ByteBuf elements, int first, int count) {
        chunkBytes.clear().limit(count * Float.BYTES);
        elements.getBytes(elements.readerIndex() + first * Float.BYTES, chunkBytes);
        return chunkFloats.clear();
    }

    private void send(int kind, Phase phase, Bucket bucket, int level, int from, int to) {
        int slot = phase.ordinal() * Buckets.SLOTS + Buckets.slot(bucket.number);
        if (outbox[slot] == null) {
            allocate(slot, bucket.mostGiven(level));
        }
        int count = to - from;
        ByteBuf message = outbox[slot].clear().writerIndex(PADDING).readerIndex(PADDING);
        Wire.writeFrame(message, Wire.HEADER_BYTES + count * Float.BYTES);
        message.writeIntLE(kind).writeIntLE(count).writeLongLE(bucket.number);
        outboxFloats[slot].clear().put(bucket.array, from, count);
        message.writerIndex(ELEMENTS_AT + count * Float.BYTES);
        bytesSent += message.readableBytes();
        // A write that fails closes the connection, which is heard of.
        client.getChannel().writeAndFlush(message.retainedDuplicate());
    }

    private void allocate(int slot, int capacity) {
        ByteBuf buffer = Unpooled.directBuffer(ELEMENTS_AT + capacity * Float.BYTES);
        outboxFloats[slot] = buffer.nioBuffer(ELEMENTS_AT, capacity * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        outbox[slot] = buffer;
    }

    @Override
    public boolean swaps() {
        return true;
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
        for (ByteBuf buffer : outbox) {
            if (buffer != null) {
                buffer.release();
            }
        }
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }
}
