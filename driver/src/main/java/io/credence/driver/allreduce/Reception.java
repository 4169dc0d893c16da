package io.credence.driver.allreduce;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.util.TransportFrameDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what comes in over the connections of an executor, on the threads of the network: greetings bind a connection to one task and one
 * level, and all that follows goes to that inbox. A message that cannot be taken closes its connection.
 */
final class Reception extends RpcHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final AttributeKey<Line> LINE = AttributeKey.valueOf(Reception.class, "line");

    private final StreamManager streams = new OneForOneStreamManager();
    private final Map<Place, AllReduce> tasks;

    /**
     * What a connection is bound to.
     *
     * @param task that it is for
     * @param inbox of the level
     * @param incoming whether the partner writes to it, or this task does
     */
    private record Line(AllReduce task, Inbox inbox, boolean incoming) {}

    /** @param tasks those of this executor, kept up to date by the caller */
    Reception(Map<Place, AllReduce> tasks) {
        this.tasks = tasks;
    }

    /** The task hears of it if the partner closes a connection that the task writes to. */
    static void watch(Channel channel, AllReduce task, int level) {
        channel.attr(LINE).set(new Line(task, task.inbox(level), false));
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        try {
            Wire.Greeting greeting = Wire.readGreeting(message);
            AllReduce task = tasks.get(greeting.place());
            if (task == null) {
                callback.onFailure(new IllegalStateException("there is no task of partition "
                        + greeting.place().partition() + " of the gang "
                        + greeting.place().gang() + " in this executor"));
                return;
            }
            Inbox inbox = task.inbox(greeting.level());
            inbox.open();
            client.getChannel().attr(LINE).set(new Line(task, inbox, true));
            client.getChannel()
                    .pipeline()
                    .addAfter(TransportFrameDecoder.HANDLER_NAME, "credenceElements", new ElementFrames(inbox));
            callback.onSuccess(ByteBuffer.allocate(0));
        } catch (MalformedMessageException e) {
            refuse(client, e);
        }
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message) {
        try {
            Line line = client.getChannel().attr(LINE).get();
            if (line == null || !line.incoming()) {
                throw new MalformedMessageException("no greeting came before it");
            }
            read(line, message.order(ByteOrder.LITTLE_ENDIAN));
        } catch (MalformedMessageException e) {
            refuse(client, e);
        }
    }

    private static void read(Line line, ByteBuffer message) {
        if (message.remaining() < Wire.HEADER_BYTES) {
            throw new MalformedMessageException(
                    "it has " + message.remaining() + " bytes; it must have at least " + Wire.HEADER_BYTES);
        }
        int kind = message.getInt();
        int count = message.getInt();
        long number = message.getLong();
        switch (kind) {
            case Wire.HALF, Wire.SUM -> {
                if (number < 0 || count < 0 || message.remaining() != (long) count * Float.BYTES) {
                    throw new MalformedMessageException(
                            "it tells of " + count + " elements of bucket " + number + " and has " + message.remaining()
                                    + " bytes left; they must be of a bucket from 0 on, and 4 bytes each");
                }
                // The message is its sender's only until this method returns.
                line.inbox()
                        .put(
                                kind == Wire.HALF ? Phase.HALVING : Phase.DOUBLING,
                                number,
                                Unpooled.copiedBuffer(message));
            }
            case Wire.END -> {
                String failure = Wire.readText(message, count);
                if (failure.isEmpty()) {
                    line.inbox().close(Inbox.LEFT);
                } else {
                    line.task().abort(failure);
                }
            }
            default -> throw new MalformedMessageException("it is of kind " + kind + "; kinds are 1 to 3");
        }
    }

    private static void refuse(TransportClient client, MalformedMessageException problem) {
        LOG.warn("{}: {}; the connection is closed", client.getSocketAddress(), problem.getMessage());
        Line line = client.getChannel().attr(LINE).get();
        if (line != null) {
            line.inbox().close("has broken the protocol: " + problem.getMessage());
        }
        client.getChannel().close();
    }

    @Override
    public void channelInactive(TransportClient client) {
        Line line = client.getChannel().attr(LINE).get();
        // A partner that has done its work may close before what it sent last has been read on the other connection.
        if (line != null && (line.incoming() || !line.inbox().isOpen())) {
            line.inbox().close("has closed its connection");
        }
    }

    @Override
    public StreamManager getStreamManager() {
        return streams;
    }
}
