package io.credence.driver.allreduce;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection on which a frame is announced that is longer than any of ours. Spark's own decoder would gather up to 2 GiB for whoever
 * reaches the port, before anything is authenticated. It only looks: bytes pass as they are, frame or part of one.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameGuard.class);

    private final long limit;
    private long length;
    private int lengthBytes;
    private long left;
    private boolean closed;

    /** @param limit the longest frame in bytes, its length field included */
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
                    "{} announced a frame of {} bytes; a frame has 9 to {}: the connection is closed",
                    context.channel().remoteAddress(),
                    length,
                    limit);
            context.close();
        }
    }

    private boolean isWithinLimits(ByteBuf bytes) {
        int index = bytes.readerIndex();
        while (index < bytes.writerIndex()) {
            if (left > 0) {
                int passed = (int) Math.min(left, bytes.writerIndex() - index);
                left -= passed;
                index += passed;
                continue;
            }
            length = length << Byte.SIZE | bytes.getByte(index++) & 0xff;
            if (++lengthBytes == Long.BYTES) {
                if (length <= Long.BYTES || length > limit) {
                    return false;
                }
                left = length - Long.BYTES;
                length = 0;
                lengthBytes = 0;
            }
        }
        return true;
    }
}
