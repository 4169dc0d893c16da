package io.credence.driver.allreduce.transport;

import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.ExchangeException;
import io.credence.driver.allreduce.Inbox;
import io.credence.driver.allreduce.PeerAddress;
import io.credence.driver.allreduce.PeerChannel;
import io.credence.driver.allreduce.TaskId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;

/**
 * The network endpoint of one executor, through which its tasks exchange data with those of other executors. It uses
 * Spark's own transport, configured as Spark's block transfer is, so {@code spark.authenticate},
 * {@code spark.network.crypto.*} and {@code spark.ssl.rpc.*} apply. The counterparts of {@code spark.shuffle.io.*} are
 * {@code spark.credence.io.*}.
 */
final class Endpoint implements AllReduce.Connector, AutoCloseable {
    /** The module name in Spark's transport settings: {@code spark.credence.io.*}. */
    private static final String MODULE = "credence";

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final String host;
    private final Map<TaskId, AllReduce> tasks = new ConcurrentHashMap<>();
    private final TransportContext context;
    private final TransportClientFactory clients;
    private final TransportServer server;

    /**
     * Opens a port.
     *
     * @param host the name by which other executors reach this one; also the address to bind
     * @param port 0 for any port; otherwise up to {@code spark.port.maxRetries} of the following ports are tried too
     */
    Endpoint(SparkConf conf, SecurityManager security, String host, int port) {
        this.host = host;
        TransportConf transport = SparkTransportConf.fromSparkConf(
                conf, MODULE, 0, Option.empty(), Option.apply(security.getRpcSSLOptions()));
        List<TransportServerBootstrap> servers = new ArrayList<>();
        List<TransportClientBootstrap> clientBootstraps = new ArrayList<>();
        servers.add((channel, handler) -> {
            channel.pipeline().addLast(new FrameGuard(WireFormat.MAX_FRAME_BYTES));
            return handler;
        });
        if (security.isAuthenticationEnabled()) {
            servers.add(new AuthServerBootstrap(transport, security));
            clientBootstraps.add(new AuthClientBootstrap(transport, conf.getAppId(), security));
        }
        context = new TransportContext(transport, new ExchangeRpcHandler(tasks));
        clients = context.createClientFactory(clientBootstraps);
        server = Utils.startServiceOnPort(
                        port,
                        attempt -> {
                            TransportServer opened = context.createServer(host, (Integer) attempt, servers);
                            return new Tuple2<>(opened, opened.getPort());
                        },
                        conf,
                        "credence exchange")
                ._1();
    }

    String host() {
        return host;
    }

    int port() {
        return server.getPort();
    }

    /** Makes a task reachable by others. */
    void register(AllReduce task) {
        if (tasks.putIfAbsent(task.id(), task) != null) {
            throw new IllegalStateException("partition " + task.id().partition() + " of the gang "
                    + task.id().gang()
                    + " already runs in this executor; every attempt of a gang must have its own name");
        }
    }

    void deregister(AllReduce task) {
        tasks.remove(task.id(), task);
    }

    /**
     * Returns the channel from a task to its peer at a level. A peer that cannot be reached may already have finished,
     * so it is an error only if the task waits for it.
     */
    @Override
    public PeerChannel connect(AllReduce task, PeerAddress self, PeerAddress peer, int level) {
        TaskId peerId = new TaskId(task.id().gang(), peer.partition());
        if (!peer.executor().equals(self.executor())) {
            return connect(task, peer, level, WireFormat.greeting(peerId, level));
        }
        AllReduce peerTask = tasks.get(peerId);
        if (peerTask != null) {
            return peerTask.localChannel(level);
        }
        task.inbox(level).close(Inbox.LEFT);
        return PeerChannel.closed();
    }

    private PeerChannel connect(AllReduce task, PeerAddress peer, int level, ByteBuffer greeting) {
        TransportClient client = null;
        try {
            client = clients.createUnmanagedClient(peer.host(), peer.port());
            ExchangeRpcHandler.watch(client.getChannel(), task, level);
            client.sendRpcSync(greeting, context.getConf().connectionCreationTimeoutMs());
            return new RemoteChannel(client);
        } catch (IOException | RuntimeException e) {
            if (client != null) {
                client.close();
            }
            LOG.debug("{} could not be reached", peer, e);
            task.inbox(level).close("could not be reached: " + e.getMessage());
            return PeerChannel.closed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException("the task was interrupted while it connected to " + peer, e);
        }
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        context.close();
    }
}
