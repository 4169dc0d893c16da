package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AllGatherTest {
    @Property(tries = 100)
    void exchange_anyBits_reachEveryTaskUnchanged(
            @ForAll @Size(8) List<Long> bits, @ForAll @IntRange(max = 3) int logTasks) throws Exception {
        assertReachesAll(bits.stream().mapToDouble(Double::longBitsToDouble).toArray(), 1 << logTasks);
    }

    @Example
    void exchange_specialValues_reachEveryTaskUnchanged() throws Exception {
        double[] special = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1 + 0x1p-52,
            0
        };
        assertReachesAll(special, 4);
    }

    private static void assertReachesAll(double[] values, int tasks) throws Exception {
        List<double[]> received = Gang.run(tasks, values.length, carried -> {
            AllGather gather = new AllGather(values.length, carried.exchange());
            double[] all = null;
            for (int round = 0; round < 2; round++) {
                gather.clear();
                for (int slice = carried.first(); slice < carried.first() + carried.count(); slice++) {
                    gather.set(slice, values[slice]);
                }
                gather.exchange();
                all = IntStream.range(0, values.length).mapToDouble(gather::get).toArray();
            }
            return all;
        });
        assertThat(received).hasSize(tasks).allSatisfy(all -> assertThat(all).isEqualTo(values));
    }
}
