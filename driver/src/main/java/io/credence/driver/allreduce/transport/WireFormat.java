package io.credence.driver.allreduce.transport;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.ChunkLayout;
import io.credence.driver.allreduce.MalformedMessageException;
import io.credence.driver.allreduce.Phase;
import io.credence.driver.allreduce.TaskId;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.spark.network.protocol.Message;

/**
 * The messages of a connection, inside Spark's own frames and in little-endian order. The first is a greeting, which
 * names the gang and the task that it is addressed to. It is an RPC, so an executor without that task can reject it.
 * All further messages are one-way:
 *
 * <pre>
 * kind, count: int   chunk: long   count elements, float32     a part of a chunk to add, or a sum
 * kind, count: int   0: long       count bytes, UTF-8          the end, with the failure if there is one
 * </pre>
 */
final class WireFormat {
    static final int PART = 1;
    static final int SUM = 2;
    static final int END = 3;
    static final int HEADER_BYTES = 2 * Integer.BYTES + Long.BYTES;

    /**
     * The length of Spark's header of a one-way message: the frame's length, the message's type and the body's length.
     */
    static final int FRAME_BYTES = Long.BYTES + 1 + Integer.BYTES;

    /** The maximum length of a frame. The frames of Spark's authentication are shorter. */
    static final int MAX_FRAME_BYTES = FRAME_BYTES + HEADER_BYTES + ChunkLayout.FLOATS * Float.BYTES + 4096;

    private static final int GREETING = 0x43524544;

    /** The maximum length of a gang's name, and of a failure. */
    static final int MAX_STRING_CHARS = 500;

    private static final int MAX_STRING_BYTES = 4 * MAX_STRING_CHARS;
    private static final int GREETING_BYTES = 4 * Integer.BYTES;

    private WireFormat() {}

    /**
     * The first message of a connection.
     *
     * @param recipient the task that it is addressed to
     * @param level the level at which the two tasks are peers
     */
    record Greeting(TaskId recipient, int level) {}

    static ByteBuffer greeting(TaskId recipient, int level) {
        byte[] gang = recipient.gang().getBytes(StandardCharsets.UTF_8);
        return allocate(GREETING_BYTES + gang.length)
                .putInt(GREETING)
                .putInt(recipient.partition())
                .putInt(level)
                .putInt(gang.length)
                .put(gang)
                .flip();
    }

    /** @throws MalformedMessageException if the message is not a greeting */
    static Greeting readGreeting(ByteBuffer message) {
        message.order(ByteOrder.LITTLE_ENDIAN);
        if (message.remaining() < GREETING_BYTES || message.getInt() != GREETING) {
            throw new MalformedMessageException("it does not begin like a greeting");
        }
        int partition = message.getInt();
        int level = message.getInt();
        if (level < 0 || level >= AllReduce.MAX_LEVELS) {
            throw new MalformedMessageException(
                    "it is a greeting at level " + level + "; levels are 0 to " + (AllReduce.MAX_LEVELS - 1));
        }
        return new Greeting(new TaskId(readString(message, message.getInt()), partition), level);
    }

    /** Returns the phase in which a message of kind {@link #PART} or {@link #SUM} is sent. */
    static Phase phase(int kind) {
        return kind == PART ? Phase.REDUCE_SCATTER : Phase.ALL_GATHER;
    }

    /** Writes Spark's header of a one-way message, for a body of {@code bodyBytes}. */
    static void writeFrame(ByteBuf to, int bodyBytes) {
        to.writeLong(FRAME_BYTES + bodyBytes)
                .writeByte(Message.Type.OneWayMessage.id())
                .writeInt(bodyBytes);
    }

    /** @param failure the reason why the whole gang must stop; null if the sender has simply finished */
    static ByteBuffer end(String failure) {
        String reason = failure == null ? "" : failure.substring(0, Math.min(failure.length(), MAX_STRING_CHARS));
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        return allocate(HEADER_BYTES + bytes.length)
                .putInt(END)
                .putInt(bytes.length)
                .putLong(0)
                .put(bytes)
                .flip();
    }

    /** Reads a string, which must take up the rest of the message. */
    static String readString(ByteBuffer message, int length) {
        if (length != message.remaining() || length > MAX_STRING_BYTES) {
            throw new MalformedMessageException("it announces a string of " + length + " bytes and has "
                    + message.remaining() + " bytes left; both must be equal, and at most " + MAX_STRING_BYTES);
        }
        byte[] bytes = new byte[length];
        message.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
