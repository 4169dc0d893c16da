package io.credence.ensemble.predictive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CategoricalMixtureTest {
    static CategoricalMixture mixture(float[]... logits) {
        CategoricalMixture mixture = new CategoricalMixture(logits[0].length);
        for (float[] component : logits) {
            mixture.add(component, 0, 1);
        }
        return mixture;
    }

    static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) Math.log(probabilities[k]);
        }
        return logits;
    }

    @Provide
    Arbitrary<List<float[]>> logits() {
        Arbitrary<Float> one = Arbitraries.floats().between(-40, 40).ofScale(6);
        return Arbitraries.integers()
                .between(2, 6)
                .flatMap(k ->
                        one.array(float[].class).ofSize(k).list().ofMinSize(1).ofMaxSize(6));
    }

    private static double entropy(double... probabilities) {
        double sum = 0;
        for (double p : probabilities) {
            sum -= p == 0 ? 0 : p * Math.log(p);
        }
        return sum;
    }

    @Test
    void entropies_ofTwoComponents_matchHandComputedValues() {
        CategoricalMixture mixture = mixture(logs(0.9, 0.1), logs(0.5, 0.5));
        assertThat(mixture.probability(0)).isCloseTo(0.7, within(1e-7));
        assertThat(mixture.total()).isCloseTo(entropy(0.7, 0.3), within(1e-7));
        assertThat(mixture.aleatoric()).isCloseTo((entropy(0.9, 0.1) + Math.log(2)) / 2, within(1e-7));
        assertThat(mixture.epistemic()).isCloseTo(0.1017490, within(1e-6));
        assertThat(mixture.prediction()).isZero();
        assertThat(mixture.confidence()).isCloseTo(0.7, within(1e-7));
    }

    @Property
    void total_isTheEntropyOfTheMeanProbabilities_andNoPartIsNegative(@ForAll("logits") List<float[]> logits) {
        CategoricalMixture mixture = mixture(logits.toArray(float[][]::new));
        double[] mean = new double[mixture.classes()];
        double sum = 0;
        for (int k = 0; k < mean.length; k++) {
            mean[k] = mixture.probability(k);
            sum += mean[k];
            assertThat(mixture.logProbability(k)).isCloseTo(Math.log(mean[k]), within(1e-9));
        }
        assertThat(sum).isCloseTo(1, within(1e-14));
        assertThat(mixture.total()).isEqualTo(mixture.aleatoric() + mixture.epistemic());
        assertThat(mixture.total()).isCloseTo(entropy(mean), within(1e-12));
        assertThat(mixture.aleatoric()).isNotNegative();
        assertThat(mixture.epistemic()).isNotNegative().isLessThanOrEqualTo(Math.log(mixture.size()) + 1e-12);
    }

    @Property
    void epistemic_isTheMeanDivergenceFromTheMean(@ForAll("logits") List<float[]> logits) {
        CategoricalMixture mixture = mixture(logits.toArray(float[][]::new));
        double divergence = 0;
        for (float[] each : logits) {
            CategoricalMixture member = mixture(each);
            for (int k = 0; k < mixture.classes(); k++) {
                divergence += member.probability(k) * (member.logProbability(k) - mixture.logProbability(k));
            }
        }
        assertThat(mixture.epistemic()).isCloseTo(divergence / logits.size(), within(1e-12));
    }

    @Property
    void pairwiseDivergence_isTheMeanOverAllPairs(@ForAll("logits") List<float[]> logits) {
        CategoricalMixture mixture = mixture(logits.toArray(float[][]::new));
        double divergence = 0;
        for (float[] each : logits) {
            for (float[] other : logits) {
                CategoricalMixture p = mixture(each);
                CategoricalMixture q = mixture(other);
                for (int k = 0; k < mixture.classes(); k++) {
                    divergence += p.probability(k) * (p.logProbability(k) - q.logProbability(k));
                }
            }
        }
        assertThat(mixture.pairwiseDivergence())
                .isCloseTo(divergence / (logits.size() * logits.size()), within(1e-10))
                .isGreaterThanOrEqualTo(mixture.epistemic() - 1e-12);
    }

    @Property
    void scoresOfTheFirstComponent_useThatComponentOnly(@ForAll("logits") List<float[]> logits) {
        CategoricalMixture mixture = mixture(logits.toArray(float[][]::new));
        CategoricalMixture first = mixture(logits.get(0));
        assertThat(mixture.firstEntropy()).isCloseTo(first.total(), within(1e-12));
        assertThat(mixture.firstLeastConfidence()).isCloseTo(first.leastConfidence(), within(1e-15));
    }

    @Test
    void mixtureWithoutComponents_hasNoValues() {
        assertThatThrownBy(() -> new CategoricalMixture(3).probability(0)).hasMessageContaining("0 components");
        CategoricalMixture mixture = mixture(logs(0.9, 0.1));
        assertThatThrownBy(() -> mixture.clear().total()).hasMessageContaining("0 components");
    }

    @Property
    void singleComponent_isExact(@ForAll("logits") List<float[]> logits) {
        CategoricalMixture member = mixture(logits.get(0));
        assertThat(member.epistemic()).isZero();
        assertThat(member.total()).isEqualTo(member.aleatoric());
        assertThat(member.disagreement()).isZero();
    }

    @Test
    void nearlyCertainRows_stayPrecise() {
        CategoricalMixture mixture = mixture(new float[] {50, 0}, new float[] {60, 0});
        double p = Math.exp(-50);
        double q = Math.exp(-60);
        // The entropy of a rare event is -p log p + p.
        double aleatoric = (p * 50 + p + q * 60 + q) / 2;
        double mean = (p + q) / 2;
        assertThat(mixture.leastConfidence()).isCloseTo(mean, Percentage.withPercentage(1e-9));
        assertThat(mixture.logProbability(0)).isCloseTo(-mean, Percentage.withPercentage(1e-9));
        assertThat(mixture.aleatoric()).isCloseTo(aleatoric, Percentage.withPercentage(1e-9));
        assertThat(mixture.total()).isCloseTo(mean - mean * Math.log(mean), Percentage.withPercentage(1e-9));
        assertThat(mixture.epistemic()).isPositive();
    }

    @Test
    void logProbability_ofAnImpossibleClass_isFinite() {
        CategoricalMixture mixture = mixture(new float[] {1e30f, 0}, new float[] {2000, 0});
        assertThat(mixture.probability(1)).isZero();
        assertThat(mixture.logProbability(1)).isCloseTo(-2000 - Math.log(2), within(1e-9));
        // On both sides of the limit below which probabilities are summed by their logarithms.
        float[] near = {599, 0};
        float[] far = {601, 0};
        assertThat(mixture(near, far).logProbability(1))
                .isCloseTo(-599 + Math.log1p(Math.exp(-2)) - Math.log(2), within(1e-9));
        assertThat(mixture.total()).isZero();
    }

    @Property
    void temperature_dividesTheLogits(
            @ForAll("logits") List<float[]> logits,
            @ForAll @Scale(12) @DoubleRange(min = 0.2, max = 10) double temperature) {
        Components chunk = chunk(logits);
        CategoricalMixture mixture = new CategoricalMixture(chunk.outputs());
        mixture.read(chunk, 1, temperature);
        for (int k = 0; k < chunk.outputs(); k++) {
            double mean = 0;
            for (float[] each : logits) {
                double sum = 0;
                for (float logit : each) {
                    sum += Math.exp(((double) logit - each[k]) / temperature);
                }
                mean += 1 / sum / logits.size();
            }
            assertThat(mixture.logProbability(k)).isCloseTo(Math.log(mean), within(1e-9));
        }
    }

    private static Components chunk(List<float[]> logits) {
        Components chunk = new Components(logits.size(), 2, logits.get(0).length);
        for (int m = 0; m < logits.size(); m++) {
            System.arraycopy(logits.get(m), 0, chunk.values(), chunk.offset(m, 1), chunk.outputs());
        }
        return chunk;
    }

    @Test
    void energyAndMaximumLogit_areMeansOverComponentsOfMappedLogits() {
        float[] first = {(float) Math.log(2), (float) Math.log(6), 0};
        float[] second = {(float) Math.log(3), 0, 0};
        CategoricalMixture mixture = mixture(first, second);
        assertThat(mixture.maximumLogit()).isCloseTo((Math.log(6) + Math.log(3)) / 2, within(1e-7));
        assertThat(mixture.energy()).isCloseTo(-(Math.log(9) + Math.log(5)) / 2, within(1e-7));
        mixture.clear().add(first, 0, 2).add(first, 0, 2);
        assertThat(mixture.maximumLogit()).isCloseTo(Math.log(6) / 2, within(1e-7));
        assertThat(mixture.energy()).isCloseTo(-Math.log(Math.sqrt(2) + Math.sqrt(6) + 1), within(1e-7));
    }

    @Test
    void votes_ofFiveComponents_matchHandComputedValues() {
        float[] first = {1, 0, 0};
        float[] second = {0, 1, 0};
        float[] third = {0, 0, 1};
        CategoricalMixture mixture = mixture(first, first, first, second, third);
        assertThat(mixture.votes(0)).isEqualTo(3);
        // 3 of the 10 pairs agree.
        assertThat(mixture.disagreement()).isCloseTo(0.7, within(1e-15));
    }

    @Test
    void add_rejectsNonFiniteLogits() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> mixture(new float[] {0, bad, 1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("logit " + bad);
        }
    }

    @Test
    void read_rejectsAChunkOfAnotherShape() {
        assertThatThrownBy(() -> new CategoricalMixture(3).read(new Components(2, 1, 4), 0, 1))
                .hasMessageContaining("of 4 outputs; this mixture needs 3");
    }
}
