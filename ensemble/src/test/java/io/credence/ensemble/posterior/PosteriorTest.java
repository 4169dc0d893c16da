package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.ensemble.binding.JsonRecords;
import io.credence.kernels.layer.Prior;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PosteriorTest {
    private static final Prior NARROW = new Prior.Gaussian(0.1);

    @Test
    void everyPosterior_isSelectedByOneMethod() {
        Stream<Class<?>> selected = Arrays.stream(Posterior.Method.values())
                .map(method -> spec(method, 5, 50, null).posterior().getClass());
        assertThat(selected)
                .containsExactlyInAnyOrderElementsOf(records(Posterior.class).toList());
    }

    @ParameterizedTest
    @EnumSource
    void name_isTheMethodOfTheConfiguration(Posterior.Method method) {
        EnsembleSpec spec = spec(method, 5, 50, null);
        assertThat(spec.posterior().method()).isEqualTo(method);
        assertThat(JsonRecords.tree(spec).path("method").asText())
                .isEqualTo(spec.posterior().name());
    }

    @Test
    void posterior_hasOnlyTheSettingsThatItReads() {
        assertThat(spec(Posterior.Method.DEEP_ENSEMBLE, 3, 7, NARROW).posterior())
                .isEqualTo(new Posterior.DeepEnsemble(3))
                .returns(3, Posterior::components)
                .returns(null, Posterior::weightPrior);
        assertThat(spec(Posterior.Method.MC_DROPOUT, 3, 7, NARROW).posterior())
                .isEqualTo(new Posterior.McDropout(7))
                .returns(7, Posterior::components)
                .returns(null, Posterior::weightPrior);
        assertThat(spec(Posterior.Method.MC_DROPOUT_ENSEMBLE, 3, 7, NARROW).posterior())
                .isEqualTo(new Posterior.McDropoutEnsemble(3, 7))
                .returns(21, Posterior::components)
                .returns(null, Posterior::weightPrior);
        assertThat(spec(Posterior.Method.BAYES_BY_BACKPROP, 3, 7, NARROW).posterior())
                .isEqualTo(new Posterior.BayesByBackprop(7, NARROW))
                .returns(7, Posterior::components)
                .returns(NARROW, Posterior::weightPrior);
    }

    private static EnsembleSpec spec(Posterior.Method method, int members, int samples, Prior prior) {
        return new EnsembleSpec(method, members, null, null, samples, 1L, prior);
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return sealed.isRecord()
                ? Stream.of(sealed)
                : Arrays.stream(sealed.getPermittedSubclasses()).flatMap(PosteriorTest::records);
    }
}
