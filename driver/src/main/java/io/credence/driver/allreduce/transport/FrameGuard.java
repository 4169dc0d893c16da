package io.credence.driver.allreduce.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler that closes a connection if it announces a frame longer than any frame of this protocol. Spark's own
 * decoder would buffer up to 2 GiB for anyone who reaches the port, even before authentication. The guard only
 * inspects the bytes and passes them on unchanged, in whole frames or parts.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameGuard.class);

    private final long limit;
    private long length;
    private int lengthBytes;
    private long remaining;
    private boolean closed;

    /** @param limit the length of the longest frame in bytes, including its length field */
    FrameGuard(long limit) {
        this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (!closed && isWithinLimits(bytes)) {
            context.fireChannelRead(bytes);
            return;
        }
        ReferenceCountUtil.release(bytes);
        if (!closed) {
            closed = true;
            LOG.warn(
                    "{} announced a frame of {} bytes; a frame must have 9 to {} bytes; closing the connection",
                    context.channel().remoteAddress(),
                    length,
                    limit);
            context.close();
        }
    }

    private boolean isWithinLimits(ByteBuf bytes) {
        int index = bytes.readerIndex();
        while (index < bytes.writerIndex()) {
            if (remaining > 0) {
                int passed = (int) Math.min(remaining, bytes.writerIndex() - index);
                remaining -= passed;
                index += passed;
                continue;
            }
            length = length << Byte.SIZE | bytes.getByte(index++) & 0xff;
            if (++lengthBytes == Long.BYTES) {
                if (length <= Long.BYTES || length > limit) {
                    return false;
                }
                remaining = length - Long.BYTES;
                length = 0;
                lengthBytes = 0;
            }
        }
        return true;
    }
}
