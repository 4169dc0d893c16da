package io.credence.driver.allreduce.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A proxy that forwards the traffic to and from a port of this machine and keeps a copy. */
final class ForwardingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    ForwardingProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName(LoopbackExecutors.LOOPBACK));
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    byte[] captured() {
        synchronized (captured) {
            return captured.toByteArray();
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getByName(LoopbackExecutors.LOOPBACK), target);
            start(() -> forward(client, server));
            start(() -> forward(server, client));
        }
    }

    private void forward(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (captured) {
                    captured.write(buffer, 0, count);
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /** A loop that runs on a separate thread until its sockets are closed. */
    private interface Forwarding {
        void run() throws IOException;
    }

    private void start(Forwarding forwarding) {
        Thread thread = new Thread(() -> {
            try {
                forwarding.run();
            } catch (IOException e) {
                if (!listener.isClosed() && !"Socket closed".equals(e.getMessage())) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
