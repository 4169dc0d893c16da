package io.credence.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Two plain connections between a pair of tasks, one in each direction: the baseline for an exchange on this machine.
 */
final class PlainSockets implements AutoCloseable {
    private static final int CHUNK_BYTES = 256 * 1024;

    /** The number of bytes that fit into the socket buffers, so that sending does not wait for the reader. */
    private static final int BUFFERED_BYTES = 64 * 1024;

    private final ServerSocketChannel listener;
    private final ByteBuffer out = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private SocketChannel outgoing;
    private SocketChannel incoming;

    PlainSockets() throws IOException {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    void connect(int port) throws IOException {
        outgoing = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        outgoing.setOption(StandardSocketOptions.TCP_NODELAY, true);
        incoming = listener.accept();
    }

    /** Sends and receives this number of bytes concurrently. */
    void swap(long bytes) throws IOException, InterruptedException {
        Thread sender = new Thread(() -> send(bytes), "raw-sender");
        if (bytes > BUFFERED_BYTES) {
            sender.start();
        } else {
            send(bytes);
        }
        long left = bytes;
        while (left > 0) {
            in.clear().limit((int) Math.min(left, CHUNK_BYTES));
            left -= incoming.read(in);
        }
        sender.join();
    }

    private void send(long bytes) {
        try {
            long left = bytes;
            while (left > 0) {
                out.clear().limit((int) Math.min(left, CHUNK_BYTES));
                left -= outgoing.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (outgoing != null) {
            outgoing.close();
            incoming.close();
        }
        listener.close();
    }
}
