package io.credence.kernels.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The scalar rule in each optimiser's record is its definition; the vector loops equal it. */
class OptimizerDefinitionTest {
    private static final int STEPS = 4;

    @Provide
    static Arbitrary<Optimizer> optimizers() {
        return Arbitraries.of(List.of(
                new Optimizer.Sgd(0.1, null, null, 0.03),
                new Optimizer.Sgd(0.1, 0.9, false, 0.03),
                new Optimizer.Sgd(0.1, 0.7, true, 0.03),
                new Optimizer.Adam(0.01, 0.8, 0.99, 1e-6, 0.03),
                new Optimizer.Adam(0.1, 0.0, 0.0, 1e-3, 0.03),
                new Optimizer.AdamW(0.01, null, null, null, 0.03),
                new Optimizer.Amsgrad(0.01, null, 0.9, null, 0.03)));
    }

    @Property(tries = 300)
    void update_anyRange_equalsTheDefinitionBitForBit(
            @ForAll("optimizers") Optimizer optimizer,
            @ForAll @IntRange(max = 20) int from,
            @ForAll @IntRange(max = 60) int length,
            @ForAll boolean decays,
            @ForAll boolean clips,
            @ForAll long seed) {
        Random random = new Random(seed);
        int to = from + length;
        int size = to + 3;
        float decay = decays ? optimizer.weightDecay().floatValue() : 0;
        float[] defined = gaussian(random, size);
        float[] updated = defined.clone();
        float[][] definedMoments = new float[optimizer.moments()][size];
        float[][] updatedMoments = new float[optimizer.moments()][size];
        OptimizerStep definition = new OptimizerStep(definedMoments);
        OptimizerStep update = new OptimizerStep(updatedMoments);

        for (int t = 1; t <= STEPS; t++) {
            float rate = optimizer.learningRate().floatValue() / t;
            float[] gradient = gaussian(random, size);
            for (OptimizerStep step : List.of(definition, update)) {
                step.next(rate);
                step.scaleGradient(clips ? 0.37f : 1);
            }
            for (int i = from; i < to; i++) {
                optimizer.updateOne(defined, gradient, i, decay, definition);
            }
            optimizer.update(updated, gradient, from, to, decay, update);

            assertThat(updated).isEqualTo(defined);
            assertThat(updatedMoments).isDeepEqualTo(definedMoments);
        }
    }

    private static float[] gaussian(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
