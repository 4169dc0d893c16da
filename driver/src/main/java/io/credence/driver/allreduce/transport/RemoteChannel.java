package io.credence.driver.allreduce.transport;

import io.credence.driver.allreduce.Chunk;
import io.credence.driver.allreduce.ChunkLayout;
import io.credence.driver.allreduce.Inbox;
import io.credence.driver.allreduce.PeerChannel;
import io.credence.driver.allreduce.Phase;
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
 * A channel to a peer in another executor, over a separate connection. This rank only writes to it; the peer answers
 * on a connection that it opens itself.
 *
 * <p>A message and its Spark header are written to one buffer and sent with one call. Sent separately, the header
 * would be a packet that wakes the peer for 13 bytes. Each slot has a buffer, for half a chunk of its level, or for
 * all of it if the peers exchange the whole. A buffer is free again when the next chunk of its slot starts: this
 * requires a message that the peer only sends after it has received this one.
 *
 * <p>Received elements are added in small blocks, while the block that was copied from the network's buffer is still
 * in the first-level cache.
 */
final class RemoteChannel implements PeerChannel {
    /** The length of a block that is copied and added at a time: 16 KiB. */
    private static final int BLOCK = 4096;

    /** Bytes before a message that align its elements to a multiple of 4. */
    private static final int PADDING = 3;

    private static final int ELEMENTS_AT = PADDING + WireFormat.FRAME_BYTES + WireFormat.HEADER_BYTES;

    private final TransportClient client;
    private final ByteBuf[] outbox = new ByteBuf[ChunkLayout.SLOTS];
    private final FloatBuffer[] outboxFloats = new FloatBuffer[ChunkLayout.SLOTS];
    private final ByteBuffer blockBytes =
            ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final FloatBuffer blockFloats = blockBytes.asFloatBuffer();
    private final float[] block = new float[BLOCK];
    private ChannelFuture farewell;
    private volatile long bytesSent;

    RemoteChannel(TransportClient client) {
        this.client = client;
    }

    @Override
    public void sendPart(Chunk chunk) {
        send(WireFormat.PART, chunk, chunk.sentFrom(), chunk.sentTo());
    }

    @Override
    public void addReceived(Chunk chunk, Inbox inbox) {
        ByteBuf received = inbox.elements(Phase.REDUCE_SCATTER, chunk.number());
        int from = chunk.keptFrom();
        int to = chunk.keptTo();
        chunk.requireLength(to - from, received.readableBytes() / Float.BYTES);
        float[] array = chunk.array();
        for (int i = from; i < to; i += BLOCK) {
            int count = Math.min(BLOCK, to - i);
            read(received, i - from, count).get(block, 0, count);
            if (chunk.isUpper()) {
                Elementwise.add(array, i, block, 0, array, i, count);
            } else {
                Elementwise.add(array, i, array, i, block, 0, count);
            }
        }
    }

    @Override
    public void sendSum(Chunk chunk) {
        send(WireFormat.SUM, chunk, chunk.keptFrom(), chunk.keptTo());
    }

    @Override
    public void storeReceived(Chunk chunk, Inbox inbox) {
        ByteBuf received = inbox.elements(Phase.ALL_GATHER, chunk.number());
        int from = chunk.sentFrom();
        int to = chunk.sentTo();
        chunk.requireLength(to - from, received.readableBytes() / Float.BYTES);
        for (int i = from; i < to; i += BLOCK) {
            int count = Math.min(BLOCK, to - i);
            read(received, i - from, count).get(chunk.array(), i, count);
        }
    }

    /**
     * Copies elements to the block. The network's buffer may be composed of several, and an element may span two of
     * them.
     */
    private FloatBuffer read(ByteBuf elements, int first, int count) {
        blockBytes.clear().limit(count * Float.BYTES);
        elements.getBytes(elements.readerIndex() + first * Float.BYTES, blockBytes);
        return blockFloats.clear();
    }

    private void send(int kind, Chunk chunk, int from, int to) {
        int slot = ChunkLayout.slot(WireFormat.phase(kind), chunk.number());
        if (outbox[slot] == null) {
            allocate(slot, chunk.maxSent());
        }
        int count = to - from;
        ByteBuf message = outbox[slot].clear().writerIndex(PADDING).readerIndex(PADDING);
        WireFormat.writeFrame(message, WireFormat.HEADER_BYTES + count * Float.BYTES);
        message.writeIntLE(kind).writeIntLE(count).writeLongLE(chunk.number());
        outboxFloats[slot].clear().put(chunk.array(), from, count);
        message.writerIndex(ELEMENTS_AT + count * Float.BYTES);
        bytesSent += message.readableBytes();
        // A failed write closes the connection, and the task is notified of that.
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
    public boolean exchangesWhole() {
        return true;
    }

    @Override
    public void leave(String failure) {
        farewell = client.getChannel().writeAndFlush(new OneWayMessage(new NioManagedBuffer(WireFormat.end(failure))));
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
