package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.encoding.Shard;
import io.credence.ensemble.training.ArrayShard;
import io.credence.kernels.simd.Matrix;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SliceReaderTest {
    private static final ArrayShard ROWS = ArrayShard.random(97, 2, 7, x -> x[0]);

    @Property
    void skip_anyNumberOfRows_leavesTheSameRowsAsReadingThem(
            @ForAll @IntRange(min = 1, max = 8) int shards,
            @ForAll @IntRange(max = 96) int skipped,
            @ForAll @IntRange(max = 5) int epoch,
            @ForAll long seed) {
        List<Shard> all = ROWS.split(shards);
        SliceReader reading = new SliceReader(all, 0, 1, seed);
        reading.startEpoch(epoch);
        read(reading, skipped);
        SliceReader skipping = new SliceReader(all, 0, 1, seed);
        skipping.startEpoch(epoch);
        skipping.skip(skipped / 2);
        skipping.skip(skipped - skipped / 2);
        assertThat(read(skipping, 97 - skipped)).isEqualTo(read(reading, 97 - skipped));
    }

    @Property(tries = 20)
    void skip_moreRowsThanTheEpochHas_endsTheEpoch(@ForAll @IntRange(max = 1000) int more) {
        SliceReader reader = new SliceReader(ROWS.split(3), 0, 1, 1);
        reader.startEpoch(0);
        reader.skip(97 + more);
        reader.startEpoch(1);
        SliceReader fresh = new SliceReader(ROWS.split(3), 0, 1, 1);
        fresh.startEpoch(1);
        assertThat(read(reader, 97)).isEqualTo(read(fresh, 97));
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
