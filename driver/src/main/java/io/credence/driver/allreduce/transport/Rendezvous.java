package io.credence.driver.allreduce.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credence.driver.allreduce.AllReduce;
import io.credence.driver.allreduce.Communicator;
import io.credence.driver.allreduce.PeerAddress;
import io.credence.driver.allreduce.TaskId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/** The meeting point of a gang: the tasks of one barrier stage learn each other's addresses and connect. */
public final class Rendezvous {
    private static final int MAX_GANG_CHARS = 400;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rendezvous() {}

    /** The address and message that a task sends to the others. */
    record Introduction(String executor, String host, int port, int partition, String message) {}

    /**
     * Exchanges addresses with the other tasks of the stage and connects to this task's peers. All tasks must call it.
     *
     * @param gang the name of the gang and its attempt; no two attempts may have the same name. The stage's attempt is
     *     appended to it
     * @param message the message of this task; every task receives all messages in rank order
     * @throws IllegalArgumentException if the number of tasks is not a power of two, or the name has more than 400
     *     characters
     */
    public static Communicator meet(BarrierTaskContext context, String gang, String message) {
        if (Integer.bitCount(context.numPartitions()) != 1) {
            throw new IllegalArgumentException("the barrier stage " + context.stageId() + " of the gang " + gang
                    + " has " + context.numPartitions() + " tasks; the number must be a power of two");
        }
        if (gang.length() > MAX_GANG_CHARS) {
            throw new IllegalArgumentException("the gang's name " + gang + " has " + gang.length()
                    + " characters; it must have at most " + MAX_GANG_CHARS);
        }
        SparkEnv environment = SparkEnv.get();
        Duration timeout = timeout(environment.conf());
        Endpoint endpoint = ExecutorEndpoint.OF_THIS_EXECUTOR.acquire(environment);
        String attempt = gang + "/" + context.stageId() + "." + context.stageAttemptNumber();
        AllReduce allReduce =
                new AllReduce(new TaskId(attempt, context.partitionId()), timeout, context::killTaskIfInterrupted);
        context.addTaskCompletionListener(ended -> {
            allReduce.close();
            endpoint.deregister(allReduce);
            ExecutorEndpoint.OF_THIS_EXECUTOR.release();
        });
        endpoint.register(allReduce);
        String introduction = write(new Introduction(
                environment.executorId(), endpoint.host(), endpoint.port(), context.partitionId(), message));
        List<Introduction> gathered = inRankOrder(context.allGather(introduction));
        List<PeerAddress> addresses = addresses(gathered);
        int rank = rankOf(context.partitionId(), addresses);
        allReduce.start(rank, addresses, endpoint);
        return new Communicator(
                rank,
                addresses.size(),
                gathered.stream().map(Introduction::message).toList(),
                allReduce);
    }

    private static Duration timeout(SparkConf conf) {
        long standard = conf.getTimeAsSeconds("spark.network.timeout", "120s");
        Duration timeout = Duration.ofMillis(conf.getTimeAsMs(AllReduce.TIMEOUT, standard + "s"));
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    AllReduce.TIMEOUT + " is " + conf.get(AllReduce.TIMEOUT, "") + "; it must be above 0, such as 30s");
        }
        return timeout;
    }

    /** Sorts by executor, so that the tasks of one executor have consecutive ranks. */
    private static List<Introduction> inRankOrder(String[] introductions) {
        return Arrays.stream(introductions)
                .map(Rendezvous::read)
                .sorted(Comparator.comparingInt(
                                (Introduction task) -> task.executor().length())
                        .thenComparing(Introduction::executor)
                        .thenComparingInt(Introduction::partition))
                .toList();
    }

    private static List<PeerAddress> addresses(List<Introduction> gathered) {
        return IntStream.range(0, gathered.size())
                .mapToObj(rank -> {
                    Introduction task = gathered.get(rank);
                    return new PeerAddress(rank, task.executor(), task.host(), task.port(), task.partition());
                })
                .toList();
    }

    private static int rankOf(int partition, List<PeerAddress> addresses) {
        return addresses.stream()
                .filter(address -> address.partition() == partition)
                .mapToInt(PeerAddress::rank)
                .findFirst()
                .orElseThrow();
    }

    private static String write(Introduction introduction) {
        try {
            return JSON.writeValueAsString(introduction);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the introduction of a task cannot be written as JSON", e);
        }
    }

    private static Introduction read(String json) {
        try {
            return JSON.readValue(json, Introduction.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the introduction of a task is " + json + "; it must be a JSON object of this version", e);
        }
    }
}
