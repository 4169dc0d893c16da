package io.credence.kernels.simd.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TeamTest {
    private static final int PIECES = 3;

    private final AtomicIntegerArray runs = new AtomicIntegerArray(PIECES);
    private final AtomicBoolean fails = new AtomicBoolean();

    @Test
    void failedPiece_failsItsCallAndNoLaterOne() {
        try (Team team = new Team(new Runnable[] {piece(0), piece(1), piece(2)})) {
            fails.set(true);
            assertThatThrownBy(() -> team.run(PIECES))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a thread of a matrix product failed")
                    .hasRootCauseMessage("piece 2");
            fails.set(false);
            assertThatCode(() -> team.run(PIECES)).doesNotThrowAnyException();
        }
        for (int piece = 0; piece < PIECES; piece++) {
            assertThat(runs.get(piece)).isEqualTo(2);
        }
    }

    @Test
    void call_ofFewerPieces_runsNoOthers() {
        try (Team team = new Team(new Runnable[] {piece(0), piece(1), piece(2)})) {
            team.run(2);
            assertThat(runs.toString()).isEqualTo("[1, 1, 0]");
        }
    }

    @Test
    void call_afterClose_isRejected() {
        Team team = new Team(new Runnable[] {piece(0), piece(1), piece(2)});
        team.close();
        assertThatThrownBy(() -> team.run(PIECES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a matrix product was called after close(); close a Gemm only after its last product");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void call_duringWhichTheTeamIsClosed_finishes() {
        for (int round = 1; round <= 500; round++) {
            Team[] team = new Team[1];
            team[0] = new Team(new Runnable[] {() -> team[0].close(), piece(1), piece(2)});
            team[0].run(PIECES);
            assertThat(runs.get(2)).isEqualTo(round);
        }
    }

    private Runnable piece(int index) {
        return () -> {
            runs.incrementAndGet(index);
            if (index == 2 && fails.get()) {
                throw new IllegalStateException("piece " + index);
            }
        };
    }
}
