package io.credence.ensemble.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.autograd.GradientListener;
import io.credence.kernels.autograd.Graph;
import io.credence.kernels.initialization.Initializer;
import io.credence.kernels.plan.GradientBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SubtreeSumTest {
    private static final int SIZE = 37;

    @Example
    void balancedTree_ofFourOperands_addsTheSumsOfPairs() {
        float[][] operands = {{1e8f, 1}, {-1e8f, 2}, {1, 3}, {1e-8f, 4}};
        assertThat(BalancedTree.sum(operands)).isEqualTo(new float[] {(1e8f + -1e8f) + (1 + 1e-8f), 10});
    }

    @Property(tries = 50)
    void sum_onAnyNumberOfTasks_hasTheBitsOfTheBalancedTree(
            @ForAll long seed,
            @ForAll @IntRange(max = 4) int logSlices,
            @ForAll @IntRange(max = 2) int logTasks,
            @ForAll @IntRange(max = 15) int empty,
            @ForAll @IntRange(min = 1, max = SIZE - 1) int cut)
            throws Exception {
        int slices = 1 << logSlices;
        float[][] gradients = random(seed, slices);
        if (empty < slices) {
            Arrays.fill(gradients[empty], 0f);
        }
        float[] expected = BalancedTree.sum(gradients);
        List<float[]> sums = Gang.run(1 << Math.min(logTasks, logSlices), slices, carried -> {
            GradientBuffer[] local = Arrays.stream(gradients, carried.first(), carried.first() + carried.count())
                    .map(SubtreeSumTest::buffer)
                    .toArray(GradientBuffer[]::new);
            SubtreeSum subtree = new SubtreeSum(local, carried.exchange());
            for (int slice = 0; slice < local.length; slice++) {
                if (carried.first() + slice == empty) {
                    subtree.skip(slice);
                } else {
                    GradientListener listener = subtree.listeners()[slice];
                    listener.finished(cut, SIZE);
                    listener.finished(0, cut);
                }
            }
            for (int to = SIZE + 1; to > 0; ) {
                to = subtree.finish(to);
            }
            assertThat(subtree.lossSum()).isEqualTo(expected[SIZE]);
            return subtree.sum();
        });
        assertThat(sums).isNotEmpty().allSatisfy(sum -> assertThat(sum).isEqualTo(expected));
    }

    private static GradientBuffer buffer(float[] values) {
        Graph graph = new Graph();
        graph.vector("parameters", SIZE, Initializer.ZEROS);
        GradientBuffer buffer = new GradientBuffer(graph, 1);
        System.arraycopy(values, 0, buffer.array(), 0, values.length);
        return buffer;
    }

    /** Returns gradients of very different magnitudes, each followed by a loss. */
    private static float[][] random(long seed, int slices) {
        Random random = new Random(seed);
        float[][] gradients = new float[slices][SIZE + 1];
        for (float[] gradient : gradients) {
            for (int i = 0; i <= SIZE; i++) {
                gradient[i] = (float) (random.nextGaussian() * Math.exp(10 * random.nextGaussian()));
            }
        }
        return gradients;
    }
}
