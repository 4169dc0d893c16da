package io.credence.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExchangeModelTest {
    private static final Offset<Double> DIGITS = within(1e-9);

    private static List<ExchangeModel.Point> points(ExchangeModel model, int tasks, int... parameters) {
        return IntStream.of(parameters)
                .mapToObj(length -> new ExchangeModel.Point(
                        tasks, length, model.micros(new ExchangeModel.Point(tasks, length, 0), 2)))
                .toList();
    }

    @Test
    void fit_timesOfAModel_recoversItsCosts() {
        ExchangeModel model = new ExchangeModel(25, 0.19, 0.43, 0.05);

        ExchangeModel fitted = ExchangeModel.fit(points(model, 4, 10_000, 100_000, 1_000_000, 10_000_000), 0.05, 2);

        assertThat(fitted.alphaMicros()).isCloseTo(25, DIGITS);
        assertThat(fitted.betaNanos()).isCloseTo(0.19, DIGITS);
        assertThat(fitted.memoryBetaNanos()).isCloseTo(0.43, DIGITS);
    }

    @Test
    void fit_longArraysOnly_givesASingleCostPerByte() {
        ExchangeModel model = new ExchangeModel(25, 0.43, 0.43, 0.05);

        ExchangeModel fitted = ExchangeModel.fit(points(model, 2, 1_000_000, 10_000_000), 0.05, 2);

        assertThat(fitted.betaNanos()).isEqualTo(fitted.memoryBetaNanos()).isCloseTo(0.43, within(1e-6));
    }

    @Test
    void networkMicros_slowWire_isBoundByTheWire() {
        ExchangeModel model = new ExchangeModel(0, 0.19, 0.43, 0);

        double micros = model.networkMicros(2, 1_000_000, 10, 0);

        assertThat(micros).isCloseTo(4_000_000 * 0.8e-3, DIGITS);
    }
}
