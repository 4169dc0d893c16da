package io.credence.kernels.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final int TIMES = 12;

    @Property(tries = 300)
    void layOut_buffersWithOverlappingLifetimes_neverShareMemory(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 4000) Integer> draws) {
        Arena arena = new Arena();
        List<Arena.Buffer> buffers = new ArrayList<>();
        List<int[]> spans = new ArrayList<>();
        for (int draw : draws) {
            int first = draw % TIMES;
            int last = first + draw / TIMES % (TIMES - first);
            int size = 1 + draw % 97;
            buffers.add(arena.request(size, first, last));
            spans.add(new int[] {first, last, size});
        }

        int length = (int) arena.layOut();

        for (int time = 0; time < TIMES; time++) {
            boolean[] taken = new boolean[length];
            for (int b = 0; b < buffers.size(); b++) {
                int[] span = spans.get(b);
                for (int i = 0; span[0] <= time && time <= span[1] && i < span[2]; i++) {
                    assertThat(taken[buffers.get(b).offset() + i]).isFalse();
                    taken[buffers.get(b).offset() + i] = true;
                }
            }
        }
    }

    @Test
    void layOut_beyondAnArray_returnsTheLength() {
        Arena arena = new Arena();
        arena.request(1L << 40, 0, 1);
        arena.request(17, 1, 2);
        assertThat(arena.layOut()).isEqualTo((1L << 40) + 32);
    }

    @Test
    void layOut_chain_needsTwoBuffers() {
        Arena arena = new Arena();
        for (int step = 0; step < 100; step++) {
            arena.request(64, step, step + 1);
        }

        assertThat(arena.layOut()).isEqualTo(2 * 64);
    }

    @Test
    void keepUntil_laterTime_preventsSharing() {
        Arena arena = new Arena();
        Arena.Buffer kept = arena.request(16, 0, 0);
        kept.keepUntil(5);
        Arena.Buffer next = arena.request(16, 3, 3);

        arena.layOut();

        assertThat(next.offset()).isNotEqualTo(kept.offset());
    }
}
