package io.credence.ensemble.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.ensemble.training.ArrayShard;
import io.credence.ensemble.training.MemberHistory;
import io.credence.ensemble.training.MemberStart;
import io.credence.ensemble.training.MemberTrainer;
import io.credence.ensemble.training.TrainingObserver;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.optimizer.Optimizer;
import io.credence.kernels.schedule.Schedule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the evidence lower bound against a model whose posterior is known: a linear model with noise of variance 1
 * and a normal prior. The columns of a full factorial design are orthogonal, so the exact posterior is a product of
 * normal distributions with precision N + 1 / s^2 and mean X'y / precision, which variational inference can represent.
 * If the divergence were averaged over weights or layers, or divided by anything but N, the optimum would be
 * elsewhere.
 */
class BayesByBackpropTest {
    private static final int FEATURES = 3;
    private static final int ROWS = 64;

    @ParameterizedTest(name = "prior standard deviation {0}")
    @ValueSource(doubles = {0.1, 1})
    void posterior_ofALinearModel_isTheConjugatePosterior(double deviation) {
        ArrayShard rows = factorialDesign();
        EnsembleSpec ensemble =
                new EnsembleSpec(Posterior.Method.BAYES_BY_BACKPROP, null, 1, 1L, new Prior.Gaussian(deviation));
        // Half of a squared error is the negative log-likelihood of noise of variance 1.
        TrainingSpec training = new TrainingSpec(
                new Loss.Mse(),
                new Optimizer.Adam(0.02, null, null, null, null),
                new Schedule.Cosine(0.02, null),
                2500,
                16,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        EnsembleModel model = TrainedEnsembles.train(
                new NetworkSpec(List.of(), null, null, null, null, null, null, null, null, null),
                ensemble,
                training,
                TrainedEnsembles.encoding(FEATURES, new LabelColumn.Target("y", 0, 1)),
                rows);

        double precision = ROWS + 1 / (deviation * deviation);
        float[] parameters = model.members().get(0);
        ParameterLayout layout = model.memberNetwork().layout();
        for (int weight = 0; weight <= FEATURES; weight++) {
            String tensor = weight < FEATURES ? "output.weight" : "output.bias";
            int index = weight < FEATURES ? weight : 0;
            double mean = parameters[layout.entry(tensor + ".mean").offset() + index];
            double rho = parameters[layout.entry(tensor + ".rho").offset() + index];
            double exact = moment(rows, weight) / precision;
            assertThat(mean).as(tensor + " " + index).isCloseTo(exact, within(0.1 / Math.sqrt(precision)));
            assertThat(Math.log1p(Math.exp(rho)) * Math.sqrt(precision))
                    .as("standard deviation")
                    .isCloseTo(1, within(0.05));
        }
    }

    /** With one step over all rows the divergence is that of the initial weights, which has a closed form. */
    @Test
    void history_hasTheDivergenceOfAllWeightsAndItsWeight() {
        double prior = 0.5;
        TrainingSpec training = new TrainingSpec(
                        null, null, null, 1, ROWS, null, null, null, null, null, null, null, null)
                .resolvedFor(Task.REGRESSION);
        MemberNetwork network = MemberNetwork.of(
                new NetworkSpec(List.of(5), null, null, null, null, null, null, null, null, null),
                new Prior.Gaussian(prior),
                training.loss(),
                TrainedEnsembles.encoding(FEATURES, new LabelColumn.Target("y", 0, 1)));
        MemberHistory history = new MemberTrainer(network, training, List.of(factorialDesign()), List.of())
                .train(new MemberStart(0, 0, 7), TrainingObserver.NONE)
                .history();

        float[] start = network.layout().initialize(7);
        double divergence = 0;
        for (ParameterLayout.Entry means : network.layout().entries()) {
            if (means.name().endsWith(".mean")) {
                int rhos = network.layout()
                        .entry(means.name().replace(".mean", ".rho"))
                        .offset();
                for (int i = 0; i < means.size(); i++) {
                    double mean = start[means.offset() + i];
                    double deviation = Math.log1p(Math.exp(start[rhos + i]));
                    divergence += Math.log(prior / deviation)
                            + (deviation * deviation + mean * mean) / (2 * prior * prior)
                            - 0.5;
                }
            }
        }
        MemberHistory.Divergence recorded = history.epochs().get(0).divergence();
        assertThat(recorded.nats())
                .isCloseTo(divergence, within(1e-5 * divergence))
                .isGreaterThan(10);
        assertThat(recorded.weight()).isEqualTo(1.0 / ROWS);
        assertThat(history.layers()).extracting(MemberHistory.LayerHealth::name).containsExactly("hidden.0", "output");
        assertThat(history.layers())
                .allSatisfy(layer -> assertThat(layer.divergence()).isPositive());
    }

    /** Returns all corners of a cube, eight times each. */
    private static ArrayShard factorialDesign() {
        Random random = new Random(1);
        float[][] features = new float[ROWS][FEATURES];
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < FEATURES; i++) {
                features[row][i] = (row >> i & 1) == 0 ? -1 : 1;
            }
            labels[row] = (float) (0.5 + features[row][0] - 2 * features[row][1] + random.nextGaussian());
        }
        return new ArrayShard(features, labels);
    }

    /** Returns one entry of X'y; the last column of X contains the ones of the bias. */
    private static double moment(ArrayShard rows, int weight) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            sum += (weight < FEATURES ? rows.featureRows()[row][weight] : 1) * rows.labels()[row];
        }
        return sum;
    }
}
