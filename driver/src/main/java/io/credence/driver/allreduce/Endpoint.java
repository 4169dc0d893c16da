package io.credence.driver.allreduce;

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
 * The sockets through which the tasks of one executor exchange with those of others: Spark's own transport, set up as Spark's block
 * transfer sets it up, so that {@code spark.authenticate}, {@code spark.network.crypto.*} and {@code spark.ssl.rpc.*} hold, and {@code
 * spark.credence.io.*} for what is {@code spark.shuffle.io.*} there.
 */
final class Endpoint implements AutoCloseable {
    /** The module of Spark's settings of a transport: {@code spark.credence.io.*}. */
    private static final String MODULE = "credence";

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final String host;
    private final Map<Place, AllReduce> tasks = new ConcurrentHashMap<>();
    private final TransportContext context;
    private final TransportClientFactory clients;
    private final TransportServer server;

    /**
     * Opens a port.
     *
     * @param host the name by which other executors reach this one; also the address that is bound
     * @param port 0: any; otherwise the next ones are tried too, as often as {@code spark.port.maxRetries} says
     */
    Endpoint(SparkConf conf, SecurityManager security, String host, int port) {
        this.host = host;
        TransportConf transport = SparkTransportConf.fromSparkConf(
                conf, MODULE, 0, Option.empty(), Option.apply(security.getRpcSSLOptions()));
        List<TransportServerBootstrap> servers = new ArrayList<>();
        List<TransportClientBootstrap> clientBootstraps = new ArrayList<>();
        servers.add((channel, handler) -> {
            channel.pipeline().addLast(new FrameGuard(Wire.MAX_FRAME_BYTES));
            return handler;
        });
        if (security.isAuthenticationEnabled()) {
            servers.add(new AuthServerBootstrap(transport, security));
            clientBootstraps.add(new AuthClientBootstrap(transport, conf.getAppId(), security));
        }
        context = new TransportContext(transport, new Reception(tasks));
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

    /** From here on others can write to a task. */
    void seat(AllReduce task) {
        if (tasks.putIfAbsent(task.place(), task) != null) {
            throw new IllegalStateException("partition " + task.place().partition() + " of the gang "
                    + task.place().gang() + " is in this executor already; a gang's name must be of one attempt only");
        }
    }

    void unseat(AllReduce task) {
        tasks.remove(task.place(), task);
    }

    /**
     * The way from one task to its partner at a level. A partner that cannot be reached may just have had nothing to do, so it is an error only
     * when it is waited for.
     */
    Partner connect(AllReduce task, Peer self, Peer other, int level) {
        Place place = new Place(task.place().gang(), other.partition());
        if (!other.executor().equals(self.executor())) {
            return connect(task, other, level, Wire.greeting(place, level));
        }
        AllReduce partner = tasks.get(place);
        if (partner != null) {
            return new LocalPartner(partner, partner.inbox(level));
        }
        task.inbox(level).close(Inbox.LEFT);
        return new AbsentPartner();
    }

    private Partner connect(AllReduce task, Peer other, int level, ByteBuffer greeting) {
        TransportClient client = null;
        try {
            client = clients.createUnmanagedClient(other.host(), other.port());
            Reception.watch(client.getChannel(), task, level);
            client.sendRpcSync(greeting, context.getConf().connectionCreationTimeoutMs());
            return new RemotePartner(client);
        } catch (IOException | RuntimeException e) {
            if (client != null) {
                client.close();
            }
            LOG.debug("{} could not be reached", other, e);
            task.inbox(level).close("could not be reached: " + e.getMessage());
            return new AbsentPartner();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException("the task was interrupted while it connected to " + other, e);
        }
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        context.close();
    }
}
