package io.credence.driver.allreduce.transport;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.Inbox;
import io.credence.driver.allreduce.MalformedMessageException;
import io.credence.driver.allreduce.TaskId;
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
 * The receiver of messages on all connections of an executor. It runs on network threads. A greeting binds a
 * connection to one task and one level, and all further messages go to that inbox. A malformed message closes its
 * connection.
 */
final class ExchangeRpcHandler extends RpcHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRpcHandler.class);
    private static final AttributeKey<Binding> BINDING = AttributeKey.valueOf(ExchangeRpcHandler.class, "binding");

    private final StreamManager streams = new OneForOneStreamManager();
    private final Map<TaskId, AllReduce> tasks;

    /**
     * The task that a connection is bound to.
     *
     * @param inbox the inbox of the level at which the two tasks are peers
     * @param incoming whether the peer writes to the connection; otherwise this task does
     */
    private record Binding(AllReduce task, Inbox inbox, boolean incoming) {}

    /** @param tasks the tasks of this executor, kept up to date by the caller */
    ExchangeRpcHandler(Map<TaskId, AllReduce> tasks) {
        this.tasks = tasks;
    }

    /** Notifies the task when the peer closes a connection that the task writes to. */
    static void watch(Channel channel, AllReduce task, int level) {
        channel.attr(BINDING).set(new Binding(task, task.inbox(level), false));
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        try {
            WireFormat.Greeting greeting = WireFormat.readGreeting(message);
            AllReduce task = tasks.get(greeting.recipient());
            if (task == null) {
                callback.onFailure(new IllegalStateException("partition "
                        + greeting.recipient().partition() + " of the gang "
                        + greeting.recipient().gang() + " does not run in this executor"));
                return;
            }
            Inbox inbox = task.inbox(greeting.level());
            inbox.open();
            client.getChannel().attr(BINDING).set(new Binding(task, inbox, true));
            client.getChannel()
                    .pipeline()
                    .addAfter(TransportFrameDecoder.HANDLER_NAME, "credenceElements", new ElementFrameHandler(inbox));
            callback.onSuccess(ByteBuffer.allocate(0));
        } catch (MalformedMessageException e) {
            reject(client, e);
        }
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message) {
        try {
            Binding binding = client.getChannel().attr(BINDING).get();
            if (binding == null || !binding.incoming()) {
                throw new MalformedMessageException("it is the first on its connection; the first must be a greeting");
            }
            read(binding, message.order(ByteOrder.LITTLE_ENDIAN));
        } catch (MalformedMessageException e) {
            reject(client, e);
        }
    }

    private static void read(Binding binding, ByteBuffer message) {
        if (message.remaining() < WireFormat.HEADER_BYTES) {
            throw new MalformedMessageException(
                    "it has " + message.remaining() + " bytes; it must have at least " + WireFormat.HEADER_BYTES);
        }
        int kind = message.getInt();
        int count = message.getInt();
        long number = message.getLong();
        switch (kind) {
            case WireFormat.PART, WireFormat.SUM -> {
                if (number < 0 || count < 0 || message.remaining() != (long) count * Float.BYTES) {
                    throw new MalformedMessageException(
                            "it announces " + count + " elements of chunk " + number + " and has " + message.remaining()
                                    + " bytes left; it must have 4 bytes for each element, of chunk 0 or above");
                }
                // The transport reuses the message once this method returns.
                binding.inbox().put(WireFormat.phase(kind), number, Unpooled.copiedBuffer(message));
            }
            case WireFormat.END -> {
                String failure = WireFormat.readString(message, count);
                if (failure.isEmpty()) {
                    binding.inbox().close(Inbox.LEFT);
                } else {
                    binding.task().abort(failure);
                }
            }
            default -> throw new MalformedMessageException("it is of kind " + kind + "; kinds are 1 to 3");
        }
    }

    private static void reject(TransportClient client, MalformedMessageException problem) {
        LOG.warn("{}: {}; closing the connection", client.getSocketAddress(), problem.getMessage());
        Binding binding = client.getChannel().attr(BINDING).get();
        if (binding != null) {
            binding.inbox().close("has violated the protocol: " + problem.getMessage());
        }
        client.getChannel().close();
    }

    @Override
    public void channelInactive(TransportClient client) {
        Binding binding = client.getChannel().attr(BINDING).get();
        // A peer that has finished may close this connection before its last message has been read on the other one.
        if (binding != null && (binding.incoming() || !binding.inbox().isOpen())) {
            binding.inbox().close("has closed its connection");
        }
    }

    @Override
    public StreamManager getStreamManager() {
        return streams;
    }
}
