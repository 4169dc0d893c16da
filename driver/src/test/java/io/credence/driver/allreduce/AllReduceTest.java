package io.credence.driver.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.credence.driver.allreduce.transport.LoopbackExecutors;
import io.credence.ensemble.replica.BalancedTree;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The sums that the tasks of a gang compute, regardless of which of them share an executor. */
class AllReduceTest {
    private static LoopbackExecutors executors;

    @BeforeContainer
    static void open() {
        executors = new LoopbackExecutors(8, LoopbackExecutors.conf());
    }

    @AfterContainer
    static void close() {
        executors.close();
    }

    /** A gang, and the length and seed of the arrays that it sums. */
    record Case(int ranks, int executors, int length, long seed) {}

    @Provide
    static Arbitrary<Case> cases() {
        Arbitrary<Integer> lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 40),
                Arbitraries.integers().between(ChunkLayout.FLOATS - 3, ChunkLayout.FLOATS + 3),
                Arbitraries.integers().between(0, 5 * ChunkLayout.FLOATS));
        return Arbitraries.of(1, 2, 4, 8).flatMap(ranks -> Arbitraries.of(1, 2, 4, 8)
                .filter(executors -> executors <= ranks)
                .flatMap(executors -> lengths.flatMap(
                        length -> Arbitraries.longs().map(seed -> new Case(ranks, executors, length, seed)))));
    }

    @Property(tries = 30)
    void sum_ofAnyGangArrayAndPieces_equalsTheBalancedTreeInEveryRank(@ForAll("cases") Case gang) {
        assertSumEqualsTree(gang);
    }

    @Example
    void sum_inSharedMemory_equalsTheBalancedTreeInEveryRank() {
        assertSumEqualsTree(new Case(8, 1, 2 * ChunkLayout.FLOATS + 7, 1));
    }

    @Example
    void sum_overConnections_equalsTheBalancedTreeInEveryRank() {
        assertSumEqualsTree(new Case(8, 8, 2 * ChunkLayout.FLOATS + 7, 2));
    }

    @Example
    void sum_inSharedMemoryAndOverConnections_equalsTheBalancedTreeInEveryRank() {
        assertSumEqualsTree(new Case(8, 2, 2 * ChunkLayout.FLOATS + 7, 3));
        assertSumEqualsTree(new Case(8, 4, 2 * ChunkLayout.FLOATS + 7, 4));
    }

    private static void assertSumEqualsTree(Case gang) {
        float[][] arrays = arrays(gang.ranks(), gang.length(), gang.seed());
        int[] expected = bits(BalancedTree.sum(arrays));
        executors.run(gang.ranks(), gang.executors(), (rank, exchange) -> {
            handIn(exchange, arrays[rank], new Random(gang.seed() + rank));
            exchange.finish();
            assertThat(bits(arrays[rank])).isEqualTo(expected);
        });
    }

    @Property(tries = 3)
    void sum_inManyRoundsOfDifferentLengths_equalsTheBalancedTreeInEach(@ForAll long seed) {
        int[] lengths = new Random(seed).ints(12, 0, 2 * ChunkLayout.FLOATS).toArray();
        lengths[3] = 0;
        lengths[4] = 1;
        float[][][] arrays = Arrays.stream(lengths)
                .mapToObj(length -> arrays(4, length, seed + length))
                .toArray(float[][][]::new);
        int[][] expected = Arrays.stream(arrays)
                .map(round -> bits(BalancedTree.sum(round)))
                .toArray(int[][]::new);
        executors.run(4, 2, (rank, exchange) -> {
            for (int round = 0; round < lengths.length; round++) {
                handIn(exchange, arrays[round][rank], new Random(seed + rank));
                exchange.finish();
                assertThat(bits(arrays[round][rank])).isEqualTo(expected[round]);
                Arrays.fill(arrays[round][rank], Float.NaN);
            }
        });
    }

    @Property(tries = 10)
    void finish_ofAPart_returnsThePositionFromWhichTheArrayHoldsItsSum(@ForAll("cases") Case gang) {
        float[][] arrays = arrays(gang.ranks(), gang.length(), gang.seed());
        int[] expected = bits(BalancedTree.sum(arrays));
        executors.run(gang.ranks(), gang.executors(), (rank, exchange) -> {
            float[] array = arrays[rank];
            handIn(exchange, array, new Random(gang.seed() + rank));
            for (int to = array.length + 1; to > 0; ) {
                int from = exchange.finish(to);
                assertThat(from).isLessThan(to);
                to = Math.min(to, array.length);
                assertThat(bits(Arrays.copyOfRange(array, from, to))).isEqualTo(Arrays.copyOfRange(expected, from, to));
                Arrays.fill(array, from, to, Float.NaN);
                to = from;
            }
            exchange.sum(new float[1], 0, 1);
            exchange.finish();
        });
    }

    @Example
    void sum_ofNaNAndInfinity_propagatesThem() {
        executors.run(4, 2, (rank, exchange) -> {
            float[] array = {1, rank == 2 ? Float.NaN : 2, Float.POSITIVE_INFINITY};
            exchange.sum(array, 0, 3);
            exchange.finish();
            assertThat(array).containsExactly(4, Float.NaN, Float.POSITIVE_INFINITY);
        });
    }

    @Example
    void finish_withNothingHandedIn_returns() {
        executors.run(2, 2, (rank, exchange) -> exchange.finish());
    }

    @Example
    void sum_ofAPieceOutOfOrder_throws() {
        executors.run(1, 1, (rank, exchange) -> {
            exchange.sum(new float[10], 10, 10);
            assertThatThrownBy(() -> exchange.sum(new float[10], 4, 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another array");
        });
        executors.run(1, 1, (rank, exchange) -> {
            assertThatThrownBy(() -> exchange.sum(new float[10], 4, 8))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must end at 10");
            float[] array = new float[10];
            exchange.sum(array, 4, 10);
            assertThatThrownBy(exchange::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("down to 4");
        });
    }

    /**
     * Buffers are allocated in the first rounds. What later rounds allocate does not depend on the length of the
     * array.
     */
    @Example
    void sum_afterTheFirstRounds_allocatesNoBuffers() {
        int rounds = 50;
        for (int usedExecutors : new int[] {1, 2}) {
            executors.run(2, usedExecutors, (rank, exchange) -> {
                float[] array = new float[8 * ChunkLayout.FLOATS];
                long allocated = 0;
                for (int round = -10; round < rounds; round++) {
                    allocated = round == 0 ? allocatedByExchange() : allocated;
                    exchange.sum(array, 0, array.length);
                    exchange.finish();
                }
                assertThat((allocatedByExchange() - allocated) / rounds)
                        .as("bytes allocated per round, for an array of %d bytes", array.length * Float.BYTES)
                        .isLessThan(array.length * Float.BYTES / 20);
            });
        }
    }

    /** Checks the figures in the documentation of {@link AllReduce}. */
    @Example
    void sum_ofALongArray_needsTwoMiBOfSendBuffersWithTwoTasksAndThreeWithFour() {
        assertThat(sendBufferBytes(2)).isBetween(2L << 20, (2L << 20) + 4096);
        assertThat(sendBufferBytes(4)).isBetween(3L << 20, (3L << 20) + 4096);
        assertThat(sendBufferBytes(8)).isBetween(3L << 20, 4L << 20);
    }

    /** Returns the size of the unpooled Netty buffers of each task, with one task in each executor. */
    private static long sendBufferBytes(int ranks) {
        AtomicLong bytes = new AtomicLong();
        try (LoopbackExecutors own = new LoopbackExecutors(ranks, LoopbackExecutors.conf())) {
            CyclicBarrier all = new CyclicBarrier(ranks);
            long before = UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            own.run(ranks, ranks, (rank, exchange) -> {
                float[] array = new float[3 * ChunkLayout.SLOTS_PER_PHASE * ChunkLayout.FLOATS];
                exchange.sum(array, 0, array.length);
                exchange.finish();
                all.await();
                if (rank == 0) {
                    bytes.set(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before);
                }
                all.await();
            });
        }
        return bytes.get() / ranks;
    }

    /** Returns the bytes allocated so far by this thread and the threads of all connections. */
    private static long allocatedByExchange() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes()
                + Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(thread ->
                                thread != null && thread.getThreadName().startsWith("credence-"))
                        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                        .sum();
    }

    private static void handIn(AllReduce exchange, float[] array, Random random) {
        int to = array.length;
        do {
            int from = random.nextInt(3) == 0 ? 0 : random.nextInt(to + 1);
            exchange.sum(array, from, to);
            to = from;
        } while (to > 0);
    }

    /** Returns values of such different magnitudes that a different order of summation gives different bits. */
    private static float[][] arrays(int ranks, int length, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, ranks)
                .mapToObj(rank -> {
                    float[] array = new float[length];
                    for (int i = 0; i < length; i++) {
                        array[i] = (float) (random.nextGaussian() * Math.exp(4 * random.nextGaussian()));
                    }
                    return array;
                })
                .toArray(float[][]::new);
    }

    private static int[] bits(float[] array) {
        int[] bits = new int[array.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(array[i]));
        return bits;
    }
}
