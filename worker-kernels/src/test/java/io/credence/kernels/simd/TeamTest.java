package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TeamTest {
    private static final int PIECES = 3;

    private final AtomicIntegerArray runs = new AtomicIntegerArray(PIECES);
    private final AtomicBoolean fails = new AtomicBoolean();

    @Test
    void failureOfOneCall_isThrownByItAndByNoLaterCall() {
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
    void callOfFewerPieces_leavesTheOthersAlone() {
        try (Team team = new Team(new Runnable[] {piece(0), piece(1), piece(2)})) {
            team.run(2);
            assertThat(runs.toString()).isEqualTo("[1, 1, 0]");
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
