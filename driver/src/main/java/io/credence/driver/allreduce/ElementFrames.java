package io.credence.driver.allreduce;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.spark.network.protocol.Message;

/**
 * A short cut for what most messages are: the inbox keeps the network's buffers until their elements are added to the array. On Spark's way a
 * frame that has come in several buffers, as long ones do, is first gathered in an array made for it. What is not such a message to the byte
 * goes that way, on which it is taken, or refused with the reason.
 */
final class ElementFrames extends ChannelInboundHandlerAdapter {
    private static final int PREFIX_BYTES = Wire.FRAME_BYTES - Long.BYTES;

    private final Inbox inbox;

    /** @param inbox of the connection's level */
    ElementFrames(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        if (!take(frame)) {
            context.fireChannelRead(frame);
        }
    }

    private boolean take(ByteBuf frame) {
        int start = frame.readerIndex() + PREFIX_BYTES;
        int elementBytes = frame.readableBytes() - PREFIX_BYTES - Wire.HEADER_BYTES;
        if (elementBytes < 0 || frame.getByte(frame.readerIndex()) != Message.Type.OneWayMessage.id()) {
            return false;
        }
        int kind = frame.getIntLE(start);
        int count = frame.getIntLE(start + Integer.BYTES);
        long number = frame.getLongLE(start + 2 * Integer.BYTES);
        boolean elements = (kind == Wire.HALF || kind == Wire.SUM) && elementBytes == (long) count * Float.BYTES;
        Phase phase = kind == Wire.HALF ? Phase.HALVING : Phase.DOUBLING;
        if (!elements || !inbox.canTake(phase, number, count)) {
            return false;
        }
        inbox.put(phase, number, frame.skipBytes(PREFIX_BYTES + Wire.HEADER_BYTES));
        return true;
    }
}
