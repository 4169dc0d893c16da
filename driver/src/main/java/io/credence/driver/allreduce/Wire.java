package io.credence.driver.allreduce;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.spark.network.protocol.Message;

/**
 * What goes over a connection, inside Spark's own frames and in little-endian order. The first message is a greeting that says which task of
 * which gang it is for; it is an RPC, so that a task that is not there refuses it. All that follow are one-way:
 *
 * <pre>
 * kind, count: int   bucket: long   count elements, float32     a half, or all at the last level; or a sum
 * kind, count: int   0: long        count bytes, UTF-8          the end, with the failure, or nothing
 * </pre>
 */
final class Wire {
    static final int HALF = 1;
    static final int SUM = 2;
    static final int END = 3;
    static final int HEADER_BYTES = 2 * Integer.BYTES + Long.BYTES;

    /** What Spark puts in front of a one-way message: the frame's length, the message's type and the body's length. */
    static final int FRAME_BYTES = Long.BYTES + 1 + Integer.BYTES;

    /** The longest frame of a connection; those of the authentication are shorter. */
    static final int MAX_FRAME_BYTES = FRAME_BYTES + HEADER_BYTES + Buckets.FLOATS * Float.BYTES + 4096;

    private static final int GREETING = 0x43524544;

    /** Of a gang's name, and of a failure. */
    static final int MAX_TEXT_CHARS = 500;

    private static final int MAX_TEXT_BYTES = 4 * MAX_TEXT_CHARS;
    private static final int GREETING_BYTES = 4 * Integer.BYTES;

    private Wire() {}

    /**
     * The first message of a connection.
     *
     * @param place the task that it is for
     * @param level at which the two tasks meet
     */
    record Greeting(Place place, int level) {}

    static ByteBuffer greeting(Place place, int level) {
        byte[] gang = place.gang().getBytes(StandardCharsets.UTF_8);
        return allocate(GREETING_BYTES + gang.length)
                .putInt(GREETING)
                .putInt(place.partition())
                .putInt(level)
                .putInt(gang.length)
                .put(gang)
                .flip();
    }

    /** @throws MalformedMessageException if it is none */
    static Greeting readGreeting(ByteBuffer message) {
        message.order(ByteOrder.LITTLE_ENDIAN);
        if (message.remaining() < GREETING_BYTES || message.getInt() != GREETING) {
            throw new MalformedMessageException("it does not begin as a greeting does");
        }
        int partition = message.getInt();
        int level = message.getInt();
        if (level < 0 || level >= AllReduce.MAX_LEVELS) {
            throw new MalformedMessageException(
                    "it greets at level " + level + "; levels are 0 to " + (AllReduce.MAX_LEVELS - 1));
        }
        return new Greeting(new Place(readText(message, message.getInt()), partition), level);
    }

    /** Puts Spark's frame of a one-way message in front of a body of so many bytes. */
    static void writeFrame(ByteBuf to, int bodyBytes) {
        to.writeLong(FRAME_BYTES + bodyBytes)
                .writeByte(Message.Type.OneWayMessage.id())
                .writeInt(bodyBytes);
    }

    /** @param failure why the whole gang cannot go on; null if the sender has just done its work */
    static ByteBuffer end(String failure) {
        String text = failure == null ? "" : failure.substring(0, Math.min(failure.length(), MAX_TEXT_CHARS));
        byte[] reason = text.getBytes(StandardCharsets.UTF_8);
        return allocate(HEADER_BYTES + reason.length)
                .putInt(END)
                .putInt(reason.length)
                .putLong(0)
                .put(reason)
                .flip();
    }

    /** Reads a text, whose length must be all that is left of the message. */
    static String readText(ByteBuffer message, int length) {
        if (length != message.remaining() || length > MAX_TEXT_BYTES) {
            throw new MalformedMessageException("it tells of a text of " + length + " bytes and has "
                    + message.remaining() + " left; they must be equal, and at most " + MAX_TEXT_BYTES);
        }
        byte[] bytes = new byte[length];
        message.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
