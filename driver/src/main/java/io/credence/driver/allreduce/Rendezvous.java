package io.credence.driver.allreduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/** Where the tasks of a gang meet: the tasks of one barrier stage. */
public final class Rendezvous {
    /** How long a task may be silent while others wait for its part of a sum; {@code spark.network.timeout} where it is not set. */
    public static final String TIMEOUT = "spark.credence.exchange.timeout";

    private static final int MAX_GANG_CHARS = 400;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rendezvous() {}

    /** What a task tells the others. */
    record Introduction(String executor, String host, int port, int partition, String message) {}

    /**
     * Meets the other tasks of the stage, by the one call of the barrier context that a gang makes, and connects to those that this one exchanges
     * with. All of them must call it.
     *
     * @param gang names the gang and its attempt; no two attempts may have the same name. The stage's attempt is added to it
     * @param message handed to all, in the order of the ranks
     * @throws IllegalArgumentException if the number of tasks is not a power of two, or the name has more than 400 characters
     */
    public static Seat meet(BarrierTaskContext context, String gang, String message) {
        if (Integer.bitCount(context.numPartitions()) != 1) {
            throw new IllegalArgumentException("the barrier stage " + context.stageId() + " of the gang " + gang
                    + " has " + context.numPartitions() + " tasks; it must have a power of two");
        }
        if (gang.length() > MAX_GANG_CHARS) {
            throw new IllegalArgumentException("the gang's name " + gang + " has " + gang.length()
                    + " characters; it must have at most " + MAX_GANG_CHARS);
        }
        SparkEnv environment = SparkEnv.get();
        Duration timeout = timeout(environment.conf());
        Endpoint endpoint = ExecutorEndpoint.OF_THIS_EXECUTOR.enter(environment);
        String attempt = gang + "/" + context.stageId() + "." + context.stageAttemptNumber();
        AllReduce exchange =
                new AllReduce(new Place(attempt, context.partitionId()), timeout, context::killTaskIfInterrupted);
        context.addTaskCompletionListener(ended -> {
            exchange.close();
            endpoint.unseat(exchange);
            ExecutorEndpoint.OF_THIS_EXECUTOR.leave();
        });
        endpoint.seat(exchange);
        String introduction = write(new Introduction(
                environment.executorId(), endpoint.host(), endpoint.port(), context.partitionId(), message));
        List<Introduction> gathered = inOrderOfRanks(context.allGather(introduction));
        List<Peer> peers = peers(gathered);
        int rank = rankOf(context.partitionId(), peers);
        exchange.start(rank, peers, endpoint);
        return new Seat(
                rank, peers.size(), gathered.stream().map(Introduction::message).toList(), exchange);
    }

    private static Duration timeout(SparkConf conf) {
        long standard = conf.getTimeAsSeconds("spark.network.timeout", "120s");
        Duration timeout = Duration.ofMillis(conf.getTimeAsMs(TIMEOUT, standard + "s"));
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    TIMEOUT + " is " + conf.get(TIMEOUT, "") + "; it must be above 0, such as 30s");
        }
        return timeout;
    }

    /** Tasks of one executor are neighbours. */
    static List<Introduction> inOrderOfRanks(String[] introductions) {
        return Arrays.stream(introductions)
                .map(Rendezvous::read)
                .sorted(Comparator.comparingInt(
                                (Introduction task) -> task.executor().length())
                        .thenComparing(Introduction::executor)
                        .thenComparingInt(Introduction::partition))
                .toList();
    }

    private static List<Peer> peers(List<Introduction> gathered) {
        return IntStream.range(0, gathered.size())
                .mapToObj(rank -> {
                    Introduction task = gathered.get(rank);
                    return new Peer(rank, task.executor(), task.host(), task.port(), task.partition());
                })
                .toList();
    }

    private static int rankOf(int partition, List<Peer> peers) {
        return peers.stream()
                .filter(peer -> peer.partition() == partition)
                .mapToInt(Peer::rank)
                .findFirst()
                .orElseThrow();
    }

    private static String write(Introduction introduction) {
        try {
            return JSON.writeValueAsString(introduction);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the introduction of a task cannot be written", e);
        }
    }

    private static Introduction read(String text) {
        try {
            return JSON.readValue(text, Introduction.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the introduction of a task cannot be read: " + text, e);
        }
    }
}
