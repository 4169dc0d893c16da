package io.credence.kernels.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void sameSeedPurposeAndIndex_giveTheSameNumbers() {
        assertThat(draw(new RandomStream(1, Purpose.DROPOUT, 2)))
                .isEqualTo(draw(new RandomStream(1, Purpose.DROPOUT, 2)));
    }

    @Test
    void anotherSeedPurposeOrIndex_givesDifferentNumbers() {
        int[] one = draw(new RandomStream(1, Purpose.DROPOUT, 2));

        assertThat(draw(new RandomStream(2, Purpose.DROPOUT, 2))).isNotEqualTo(one);
        assertThat(draw(new RandomStream(1, Purpose.BATCH_ORDER, 2))).isNotEqualTo(one);
        assertThat(draw(new RandomStream(1, Purpose.DROPOUT, 3))).isNotEqualTo(one);
    }

    @Property(tries = 50)
    void seek_toAnyWord_continuesAsIfAllBeforeHadBeenDrawn(@ForAll @IntRange(max = 200) int words) {
        RandomStream stepped = new RandomStream(7, Purpose.INITIALIZATION, 0);
        for (int i = 0; i < words; i++) {
            stepped.nextInt();
        }
        RandomStream sought = new RandomStream(7, Purpose.INITIALIZATION, 0).seek(words);

        assertThat(draw(sought)).isEqualTo(draw(stepped));
    }

    @Property(tries = 50)
    void permutation_ofAnySize_containsEveryNumberOnce(@ForAll @IntRange(max = 500) int size, @ForAll long seed) {
        int[] order = new RandomStream(seed, Purpose.BATCH_ORDER, 0).permutation(size);

        Arrays.sort(order);
        assertThat(order).isEqualTo(IntStream.range(0, size).toArray());
    }

    @Test
    void permutation_ofThree_isEachOrderEquallyOften() {
        RandomStream stream = new RandomStream(3, Purpose.BATCH_ORDER, 0);
        int[] seen = new int[27];
        for (int i = 0; i < 60_000; i++) {
            int[] order = stream.permutation(3);
            seen[order[0] * 9 + order[1] * 3 + order[2]]++;
        }

        assertThat(Arrays.stream(seen).filter(count -> count > 0)).hasSize(6).allSatisfy(count -> assertThat(count)
                .isCloseTo(10_000, within(400)));
    }

    @Test
    void nextGaussian_manyDraws_haveMeanZeroVarianceOneAndNormalTails() {
        RandomStream stream = new RandomStream(5, Purpose.INITIALIZATION, 0);
        double[] draws = IntStream.range(0, 200_000)
                .mapToDouble(i -> stream.nextGaussian())
                .toArray();

        assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(0, within(0.01));
        assertThat(Arrays.stream(draws).map(x -> x * x).average().orElseThrow()).isCloseTo(1, within(0.015));
        assertThat(Arrays.stream(draws).filter(x -> x > 1.959964).count() / 200_000.0)
                .isCloseTo(0.025, within(0.002));
    }

    @Test
    void nextFloat_manyDraws_areAtLeastZeroAndBelowOneWithMeanOneHalf() {
        RandomStream stream = new RandomStream(5, Purpose.INITIALIZATION, 0);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            float draw = stream.nextFloat();
            assertThat(draw).isGreaterThanOrEqualTo(0f).isLessThan(1f);
            sum += draw;
        }

        assertThat(sum / 100_000).isCloseTo(0.5, within(0.005));
    }

    @Test
    void quantile_matchesPublishedValues() {
        assertThat(InverseNormal.quantile(0.5)).isZero();
        assertThat(InverseNormal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-8));
        assertThat(InverseNormal.quantile(0.001)).isCloseTo(-3.090232306167813, within(1e-8));
        assertThat(InverseNormal.quantile(1e-6)).isCloseTo(-4.753424308822899, within(1e-8));
    }

    @Test
    void memberSeed_ofAnotherMemberOrAttempt_differs() {
        assertThat(new long[] {
                    Seeds.memberSeed(1, 0, 0),
                    Seeds.memberSeed(1, 1, 0),
                    Seeds.memberSeed(1, 0, 1),
                    Seeds.memberSeed(2, 0, 0)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void rowKeys_ofEqualRows_areEqualAtAnyPosition() {
        float[] values = {9f, 1f, -0f, Float.NaN, 1f, 0f, Float.intBitsToFloat(0x7fc00001)};

        assertThat(RowKeys.of(values, 1, 3)).isEqualTo(RowKeys.of(values, 4, 3));
        assertThat(RowKeys.of(values, 0, 3)).isNotEqualTo(RowKeys.of(values, 1, 3));
    }

    @Test
    void negativeIndex_isRejected() {
        assertThatThrownBy(() -> new RandomStream(1, Purpose.DROPOUT, -1)).hasMessageContaining("at least 0");
    }

    private static int[] draw(RandomStream stream) {
        return IntStream.range(0, 16).map(i -> stream.nextInt()).toArray();
    }
}
