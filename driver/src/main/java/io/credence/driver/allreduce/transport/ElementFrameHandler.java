package io.credence.driver.allreduce.transport;

import io.credence.driver.allreduce.Inbox;
import io.credence.driver.allreduce.Phase;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.spark.network.protocol.Message;

/**
 * A fast path for the most frequent messages: the inbox keeps the network's buffers until their elements have been
 * added to the array. Spark's own path first copies a frame that arrived in several buffers, as long ones do, into a
 * new array. Any message that does not match the format exactly takes that path, where it is either accepted or
 * rejected with the reason.
 */
final class ElementFrameHandler extends ChannelInboundHandlerAdapter {
    private static final int PREFIX_BYTES = WireFormat.FRAME_BYTES - Long.BYTES;

    private final Inbox inbox;

    /** @param inbox the inbox of the connection's level */
    ElementFrameHandler(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        if (!accept(frame)) {
            context.fireChannelRead(frame);
        }
    }

    private boolean accept(ByteBuf frame) {
        int start = frame.readerIndex() + PREFIX_BYTES;
        int elementBytes = frame.readableBytes() - PREFIX_BYTES - WireFormat.HEADER_BYTES;
        if (elementBytes < 0 || frame.getByte(frame.readerIndex()) != Message.Type.OneWayMessage.id()) {
            return false;
        }
        int kind = frame.getIntLE(start);
        int count = frame.getIntLE(start + Integer.BYTES);
        long number = frame.getLongLE(start + 2 * Integer.BYTES);
        boolean elements =
                (kind == WireFormat.PART || kind == WireFormat.SUM) && elementBytes == (long) count * Float.BYTES;
        Phase phase = WireFormat.phase(kind);
        if (!elements || !inbox.accepts(phase, number, count)) {
            return false;
        }
        inbox.put(phase, number, frame.skipBytes(PREFIX_BYTES + WireFormat.HEADER_BYTES));
        return true;
    }
}
