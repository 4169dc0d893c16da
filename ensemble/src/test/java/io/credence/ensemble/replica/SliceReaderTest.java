package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.MissingPlace;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.simd.Matrix;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SliceReaderTest {
    private static final ArrayShard ROWS = ArrayShard.random(97, 2, 7, x -> x[0]);
    private static final LabelColumn TARGET = new LabelColumn.Target("y", 0, 1);
    private static final Encoding TWO_NUMBERS = new Encoding(
            List.of(
                    new FeatureColumn.Numeric("a", new NumberScaling.Standard(0, 1), MissingPlace.UNSEEN, null),
                    new FeatureColumn.Numeric("b", new NumberScaling.Standard(0, 1), MissingPlace.UNSEEN, null)),
            TARGET);

    @Property
    void skip_anyNumberOfRows_leavesTheSameRowsAsReadingThem(
            @ForAll @IntRange(min = 1, max = 8) int shards,
            @ForAll @IntRange(max = 96) int skipped,
            @ForAll @IntRange(max = 5) int epoch,
            @ForAll long seed) {
        List<Shard> all = ROWS.split(shards);
        SliceReader reading = new SliceReader(all, 0, 1, 1, seed, null);
        reading.startEpoch(epoch);
        read(reading, skipped);
        SliceReader skipping = new SliceReader(all, 0, 1, 1, seed, null);
        skipping.startEpoch(epoch);
        skipping.skip(skipped / 2);
        skipping.skip(skipped - skipped / 2);
        assertThat(read(skipping, 97 - skipped)).isEqualTo(read(reading, 97 - skipped));
    }

    @Property(tries = 20)
    void skip_moreRowsThanTheEpochHas_endsTheEpoch(@ForAll @IntRange(max = 1000) int more) {
        SliceReader reader = new SliceReader(ROWS.split(3), 0, 1, 1, 1, null);
        reader.startEpoch(0);
        reader.skip(97 + more);
        reader.startEpoch(1);
        SliceReader fresh = new SliceReader(ROWS.split(3), 0, 1, 1, 1, null);
        fresh.startEpoch(1);
        assertThat(read(reader, 97)).isEqualTo(read(fresh, 97));
    }

    @Property(tries = 50)
    void mask_hidesCells_ofTheGivenFractionOfRows_andTheSameOnesAfterASkip(
            @ForAll @IntRange(max = 96) int skipped, @ForAll @IntRange(max = 5) int epoch, @ForAll long seed) {
        SliceReader reading = new SliceReader(ROWS.split(4), 0, 1, 1, seed, new CellMask(TWO_NUMBERS, 0.5));
        reading.startEpoch(epoch);
        float[] all = read(reading, 97);
        SliceReader skipping = new SliceReader(ROWS.split(4), 0, 1, 1, seed, new CellMask(TWO_NUMBERS, 0.5));
        skipping.seek(epoch, skipped);
        assertThat(read(skipping, 97 - skipped)).isEqualTo(Arrays.copyOfRange(all, 2 * skipped, 2 * 97));
        long masked = IntStream.range(0, 97)
                .filter(row -> Float.isNaN(all[2 * row]) || Float.isNaN(all[2 * row + 1]))
                .count();
        assertThat(masked).isBetween(20L, 78L);
        SliceReader other = new SliceReader(ROWS.split(4), 0, 1, 1, seed, new CellMask(TWO_NUMBERS, 0.5));
        other.startEpoch(epoch + 1);
        assertThat(read(other, 97)).isNotEqualTo(all);
    }

    @Test
    void mask_hidesNumbersAsMissing_categoriesAsUnknown_andLeavesVectorsAndCommonlyMissingNumbers() {
        Encoding encoding = new Encoding(
                List.of(
                        new FeatureColumn.Numeric("common", 0, 1, true),
                        new FeatureColumn.Numeric("rare", new NumberScaling.Standard(0, 1), MissingPlace.RARE, null),
                        new FeatureColumn.Categorical("colour", List.of("blue"), false, true),
                        new FeatureColumn.Vector("v", List.of(new NumberScaling.Standard(0, 1))),
                        new FeatureColumn.Indexed("airport", List.of("AMS"), false)),
                TARGET);
        CellMask mask = new CellMask(encoding, 0.9999);
        mask.startEpoch(3, 0, 0);
        Set<List<Float>> seen = new HashSet<>();
        for (int row = 0; row < 200; row++) {
            float[] cells = {5, 1, 1, 0, 7, 1};
            mask.apply(row, cells, 0);
            seen.add(List.of(cells[1], cells[2], cells[3], cells[5]));
            assertThat(cells[0]).isEqualTo(5f);
            assertThat(cells[4]).isEqualTo(7f);
        }
        assertThat(seen)
                .hasSize(7)
                .contains(List.of(Float.NaN, 1f, 0f, 1f), List.of(1f, 0f, 4f, 1f), List.of(1f, 1f, 0f, 0f))
                .contains(List.of(Float.NaN, 0f, 4f, 0f))
                .doesNotContain(List.of(1f, 1f, 0f, 1f));
    }

    @Property(tries = 20)
    void packedMembers_readAllRowsOnce_eachInItsOwnOrder(
            @ForAll @IntRange(min = 1, max = 4) int shards, @ForAll long seed) {
        SliceReader reader = new SliceReader(ROWS.split(shards), 0, 1, 3, seed, null);
        reader.startEpoch(2);
        SliceReader alone = new SliceReader(ROWS.split(shards), 0, 1, 1, seed, null);
        alone.startEpoch(2);

        float[] members = read(reader, 3 * 97);

        List<float[]> orders = IntStream.range(0, 3)
                .mapToObj(member -> Arrays.copyOfRange(members, member * 97 * 2, (member + 1) * 97 * 2))
                .toList();
        assertThat(orders.get(0)).isEqualTo(read(alone, 97)).isNotEqualTo(orders.get(1));
        assertThat(orders.get(2)).isNotEqualTo(orders.get(1));
        for (float[] order : orders) {
            float[] sorted = order.clone();
            Arrays.sort(sorted);
            float[] expected = orders.get(0).clone();
            Arrays.sort(expected);
            assertThat(sorted).isEqualTo(expected);
        }
    }

    private static float[] read(SliceReader reader, int rows) {
        if (rows == 0) {
            return new float[0];
        }
        Matrix features = Matrix.zeros(rows, 2);
        reader.read(features, Matrix.zeros(rows, 1));
        return features.data();
    }
}
