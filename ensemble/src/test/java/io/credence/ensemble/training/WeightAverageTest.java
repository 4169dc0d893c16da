package io.credence.ensemble.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class WeightAverageTest {
    @Property(tries = 200)
    void update_everyStep_isTheExponentialAverageOfTheWeights(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double decay,
            @ForAll @Size(min = 2, max = 50) List<@DoubleRange(min = -3, max = 3) Double> path) {
        float[] weights = {path.get(0).floatValue()};
        WeightAverage average = new WeightAverage(decay, weights);
        double expected = weights[0];
        for (int step = 1; step < path.size(); step++) {
            weights[0] = path.get(step).floatValue();
            average.update(step);
            double effectiveDecay = Math.min(decay, (1.0 + step) / (10.0 + step));
            expected = effectiveDecay * expected + (1 - effectiveDecay) * weights[0];
        }
        assertThat((double) average.parameters()[0]).isCloseTo(expected, within(1e-5));
    }

    @Example
    void update_firstStep_forgetsMostOfTheInitialWeights() {
        float[] weights = {1000, 0};
        WeightAverage average = new WeightAverage(0.99, weights);
        weights[0] = 0;
        average.update(1);
        assertThat(average.parameters()[0]).isCloseTo(1000 * 2f / 11, within(1e-3f));
    }
}
