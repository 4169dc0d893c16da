package io.credence.kernels.simd.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.simd.Lanes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlocksTest {
    @Property
    void heights_ofAnyNumberOfRows_coverExactlyThem(
            @ForAll boolean wide, @ForAll @IntRange(min = 1, max = 500) int rows) {
        int width = wide ? Blocks.WIDTH : Blocks.PAIR;
        int left = rows;
        while (left > 0) {
            int height = Blocks.height(width, left);
            assertThat(height).isPositive();
            assertThat(height * width).isLessThanOrEqualTo(Blocks.AREA);
            left -= height;
        }
        assertThat(left).isZero();
    }

    @Property
    void columnsBesideTheWideBlocks_areFewPairs(@ForAll @IntRange(min = 1, max = 500) int columns) {
        int wide = Blocks.wideColumns(columns);
        int rest = columns - wide;
        assertThat(rest).isBetween(0, 2 * Blocks.PAIR);
        assertThat(rest == 0 || wide % Blocks.WIDTH == 0).isTrue();
    }

    @Property
    void columnsOfBlocks_wasteLessThanAVector_exceptInOnePair(@ForAll @IntRange(min = 1, max = 500) int columns) {
        int wide = Blocks.wideColumns(columns);
        int rest = columns - wide;
        int computed = rest == 0
                ? (columns + Blocks.WIDTH - 1) / Blocks.WIDTH * Blocks.WIDTH
                : wide + (rest + Blocks.PAIR - 1) / Blocks.PAIR * Blocks.PAIR;
        assertThat(computed - columns).isLessThan(2 * Lanes.COUNT);
    }
}
