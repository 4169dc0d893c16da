package io.credence.kernels.simd.product;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlocksTest {
    @Property
    void heights_ofAnyNumberOfRows_coverThemWithFewSurplusRows(
            @ForAll boolean wide, @ForAll @IntRange(min = 1, max = 500) int rows) {
        int width = wide ? Blocks.WIDTH : Blocks.PAIR;
        int left = rows;
        while (left > 0) {
            left -= Blocks.height(width, left);
        }
        assertThat(-left).isLessThanOrEqualTo(3);
        if (rows >= 12 && rows % 4 == 0) {
            assertThat(left).isZero();
        }
    }

    @Property
    void columnsBesideTheWideBlocks_fitIntoAPair(@ForAll @IntRange(max = 500) int columns) {
        int rest = columns - Blocks.wideColumns(columns);
        assertThat(rest).isBetween(0, Blocks.PAIR);
    }
}
