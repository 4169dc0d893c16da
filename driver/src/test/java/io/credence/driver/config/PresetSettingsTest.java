package io.credence.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.loss.DistributionLoss;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetSettingsTest {
    private static final String MINIMAL = "{data: {input: x.csv, label: y}, task: %s, output: o}";

    private static Configuration with(String task, String... settings) {
        return ConfigurationReader.parse("x.yaml", MINIMAL.formatted(task), List.of(settings));
    }

    @Test
    void nothingButDataLabelAndTask_takesTheDefaultPreset() {
        Configuration configuration = with("regression");

        assertThat(configuration.data().scaling()).isEqualTo(Scaling.QUANTILE);
        assertThat(configuration.ensemble().method()).isEqualTo(Posterior.Method.PACKED_ENSEMBLE);
        assertThat(configuration.network().hidden()).containsExactly(256, 256, 256);
        assertThat(configuration.network().numericEmbedding()).isInstanceOf(NumericEmbedding.PiecewiseLinear.class);
        assertThat(configuration.training().loss()).isInstanceOf(DistributionLoss.GaussianMixtureNll.class);
        assertThat(configuration.training().earlyStopping()).isNotNull();
        assertThat(with("classification").training().loss()).isInstanceOf(Loss.CrossEntropy.class);
    }

    @Test
    void settingsOfTheUser_stay_evenNull_andAnotherOptimizerTakesNothing() {
        Configuration configuration = with(
                "regression",
                "network.hidden=[8]",
                "training.gradientClip=null",
                "training.optimizer={name: sgd}",
                "training.schedule.warmup=7");

        assertThat(configuration.network().hidden()).containsExactly(8);
        assertThat(configuration.training().gradientClip()).isNull();
        assertThat(configuration.training().optimizer()).isEqualTo(new Optimizer.Sgd(null, null, null, null));
        assertThat(configuration.training().schedule().warmup()).isEqualTo(7);
        assertThat(configuration.training().weightAveraging()).isEqualTo(0.995);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "default", "best", "none"})
    void everyPreset_isCompleteWhenPrinted(String preset) {
        for (String task : List.of("regression", "classification")) {
            Configuration configuration = with(task, "training.preset=" + preset);

            assertThat(ConfigurationReader.parse("printed", configuration.toYaml(), List.of()))
                    .isEqualTo(configuration);
        }
    }

    @Test
    void whatDoesNotFitTheUsersSettings_isLeftOut() {
        assertThat(with("regression", "data.split.validation=0").training().earlyStopping())
                .isNull();
        assertThat(with("regression", "data.split.folds=5").ensemble().members())
                .isEqualTo(5);
        assertThat(with("regression", "network.normalization=batch").ensemble().method())
                .isEqualTo(Posterior.Method.DEEP_ENSEMBLE);
        assertThat(with("classification", "network.image={height: 2, width: 2}")
                        .network()
                        .numericEmbedding())
                .isInstanceOf(NumericEmbedding.None.class);
        assertThat(with("regression", "ensemble.method=bayes-by-backprop")
                        .training()
                        .loss())
                .isInstanceOf(Loss.GaussianNll.class);
        assertThat(with("embedding", "ensemble.members=1").training().budget()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 0.01", "0.05, 0.01", "1.2, 0.12"})
    void deviationFloor_isATenthOfTheStepBetweenLabels(double step, double floor) {
        assertThat(with("regression").forTraining(100, step).training().loss())
                .isEqualTo(new DistributionLoss.GaussianMixtureNll(3, floor));
        assertThat(with("regression", "training.loss={name: gaussian-mixture-nll, deviationFloor: 0.3}")
                        .forTraining(100, step)
                        .training()
                        .loss())
                .isEqualTo(new DistributionLoss.GaussianMixtureNll(3, 0.3));
    }

    @Test
    void unknownPreset_isRejected() {
        assertThatThrownBy(() -> with("regression", "training.preset=slow"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "training.preset from --set training.preset=slow is \"slow\"; it must be none, fast, default"
                                + " or best");
    }

    @ParameterizedTest
    @CsvSource({"1, 16, 6000", "250, 32, 750", "858, 64, 429", "17200, 256, 89", "1000000, 1024, 7", "30000000, 1024, 3"
    })
    void budget_choosesBatchSizeAndEpochsByTheNumberOfRows(long rows, int batchSize, int epochs) {
        TrainingSpec training = with("regression").training().forRows(rows);

        assertThat(training.batchSize()).isEqualTo(batchSize);
        assertThat(training.epochs()).isEqualTo(epochs);
        assertThat(with("regression", "training.epochs=2", "training.batchSize=8")
                        .forTraining(rows, 0)
                        .training())
                .extracting(TrainingSpec::epochs, TrainingSpec::batchSize)
                .containsExactly(2, 8);
    }
}
