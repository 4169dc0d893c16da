package io.credence.kernels.simd.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TeamTest {
    private static final int PIECES = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicIntegerArray runs = new AtomicIntegerArray(PIECES);
    private final AtomicBoolean fails = new AtomicBoolean();
    private final Thread[] runners = new Thread[PIECES];

    @Test
    void failedPiece_failsItsCallAndNoLaterOne() {
        try (Team team = new Team(pieces())) {
            fails.set(true);
            assertThatThrownBy(() -> team.run(PIECES))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a thread of a matrix product failed")
                    .hasRootCauseMessage("piece 2");
            fails.set(false);
            assertThatCode(() -> team.run(PIECES)).doesNotThrowAnyException();
        }
        assertThat(runs.toString()).isEqualTo("[2, 2, 2]");
    }

    @Test
    void failedPieceOfTheCaller_isThrownOnceAllOthersAreDone() {
        Runnable[] work = pieces();
        work[0] = () -> {
            throw new IllegalArgumentException("the caller's piece");
        };
        try (Team team = new Team(work)) {
            for (int round = 1; round <= 500; round++) {
                assertThatThrownBy(() -> team.run(PIECES)).hasMessage("the caller's piece");
                assertThat(runs.toString()).isEqualTo("[0, " + round + ", " + round + "]");
            }
        }
    }

    @Test
    void call_ofFewerPieces_neitherRunsNorWakesOtherThreads() {
        try (Team team = new Team(pieces())) {
            team.run(PIECES);
            awaitParked(runners[2]);
            long waits = threads.getThreadInfo(runners[2].getId()).getWaitedCount();
            for (int call = 0; call < 1000; call++) {
                team.run(2);
            }
            assertThat(runs.toString()).isEqualTo("[1001, 1001, 1]");
            assertThat(threads.getThreadInfo(runners[2].getId()).getWaitedCount())
                    .isEqualTo(waits);
        }
    }

    /** Pieces read and write plain memory, which only the calls order. Pauses let threads park between calls. */
    @Test
    void manyCalls_ofVaryingPiecesAndPauses_orderAllMemory() {
        long[] inputs = new long[PIECES];
        long[] outputs = new long[PIECES];
        Runnable[] work = IntStream.range(0, PIECES)
                .<Runnable>mapToObj(piece -> () -> outputs[piece] += inputs[piece])
                .toArray(Runnable[]::new);
        long[] expected = new long[PIECES];
        Random random = new Random(1);
        try (Team team = new Team(work)) {
            for (int call = 0; call < 20_000; call++) {
                int pieces = 1 + random.nextInt(PIECES);
                for (int piece = 0; piece < pieces; piece++) {
                    inputs[piece] = random.nextInt();
                    expected[piece] += inputs[piece];
                }
                team.run(pieces);
                if (!Arrays.equals(outputs, expected)) {
                    assertThat(outputs).as("after call %d", call).isEqualTo(expected);
                }
                if (call % 1000 == 0) {
                    LockSupport.parkNanos(2_000_000);
                }
            }
        }
    }

    @Test
    void calls_allocateNothing() {
        try (Team team = new Team(new Runnable[] {() -> {}, () -> {}, () -> {}})) {
            team.run(PIECES);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < 10_000; call++) {
                team.run(PIECES);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        }
    }

    @Test
    void callerOfALongPiece_parks_andKeepsItsInterrupt() {
        Thread caller = Thread.currentThread();
        Runnable[] work = pieces();
        work[1] = () -> awaitParked(caller);
        try (Team team = new Team(work)) {
            team.run(PIECES);
            assertThat(Thread.interrupted()).isFalse();
            caller.interrupt();
            team.run(PIECES);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void interruptedHelper_parksAgain_andRunsLaterCalls() {
        try (Team team = new Team(pieces())) {
            team.run(PIECES);
            awaitParked(runners[1]);
            runners[1].interrupt();
            while (runners[1].isInterrupted()) {
                Thread.onSpinWait();
            }
            awaitParked(runners[1]);
            team.run(PIECES);
            assertThat(runs.toString()).isEqualTo("[2, 2, 2]");
        }
    }

    @Test
    void close_endsParkedAndSpinningHelpers() throws InterruptedException {
        for (boolean parked : new boolean[] {true, false}) {
            Team team = new Team(pieces());
            team.run(PIECES);
            if (parked) {
                awaitParked(runners[1]);
                awaitParked(runners[2]);
            }
            team.close();
            runners[1].join();
            runners[2].join();
        }
    }

    @Test
    void call_afterClose_isRejected() {
        Team team = new Team(pieces());
        team.close();
        assertThatThrownBy(() -> team.run(PIECES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a matrix product was called after close(); close a Gemm only after its last product");
    }

    @Test
    void call_duringWhichTheTeamIsClosed_finishes() {
        for (int round = 1; round <= 500; round++) {
            AtomicReference<Team> team = new AtomicReference<>();
            Runnable[] work = pieces();
            work[0] = () -> team.get().close();
            team.set(new Team(work));
            team.get().run(PIECES);
            assertThat(runs.get(2)).isEqualTo(round);
        }
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private Runnable[] pieces() {
        return IntStream.range(0, PIECES)
                .<Runnable>mapToObj(index -> () -> {
                    runners[index] = Thread.currentThread();
                    runs.incrementAndGet(index);
                    if (index == 2 && fails.get()) {
                        throw new IllegalStateException("piece " + index);
                    }
                })
                .toArray(Runnable[]::new);
    }
}
