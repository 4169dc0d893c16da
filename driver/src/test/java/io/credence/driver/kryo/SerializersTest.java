package io.credence.driver.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.credence.ensemble.metric.RegressionAccumulator;
import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.predictive.GaussianMixture;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerializersTest {
    private final Kryo kryo = new Kryo();

    private enum Unit {
        MILES
    }

    private record Distance(long value, Unit unit, Double tolerance) {}

    private record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("value is " + value);
            }
        }
    }

    private record Unchecked(int value) {}

    @BeforeEach
    void register() {
        kryo.setRegistrationRequired(true);
        kryo.register(Unit.class);
        // Spark itself registers this class.
        kryo.register(long[].class);
        kryo.register(Distance.class, new RecordSerializer<>(Distance.class));
        ImmutableCollections.register(kryo);
    }

    @ParameterizedTest
    @MethodSource
    void values_afterARoundTrip_areEqual(Object value) {
        Object copy = copy(value);

        assertThat(copy).isEqualTo(value).hasSameClassAs(value);
    }

    static Stream<Object> values_afterARoundTrip_areEqual() {
        Distance distance = new Distance(3, Unit.MILES, null);
        return Stream.of(
                distance,
                new Distance(Long.MIN_VALUE, null, 0.5),
                List.of(),
                List.of(1),
                List.of(distance, distance, distance),
                Stream.of(1, 2, 3).toList(),
                Set.of(),
                Set.of("a"),
                Set.of("a", "b", "c"),
                Map.of(),
                Map.of("k", distance),
                Map.of("k", List.of(1), "l", List.of()));
    }

    @Test
    void record_withAConstructorThatThrows_isNotRead() {
        Output output = new Output(64);
        new RecordSerializer<>(Unchecked.class).write(kryo, output, new Unchecked(-1));

        assertThatThrownBy(() ->
                        new RecordSerializer<>(Positive.class).read(kryo, new Input(output.toBytes()), Positive.class))
                .isInstanceOf(KryoException.class)
                .hasMessageContaining("Positive")
                .hasRootCauseMessage("value is -1");
    }

    /** Scores of many magnitudes, so that low bits are dropped, with integer and real losses. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000, 60_000})
    void histograms_afterARoundTrip_haveTheSameBinsAndContinueToCount(int rows) {
        new CredenceKryoRegistrator().registerClasses(kryo);
        RegressionAccumulator real = new RegressionAccumulator();
        ScoreHistogram integer = new ScoreHistogram();
        Random random = new Random(rows);
        GaussianMixture mixture = new GaussianMixture(1);
        for (int row = 0; row < rows; row++) {
            mixture.set(0, random.nextGaussian(), Math.exp(random.nextGaussian()));
            real.add(mixture, 3 * random.nextGaussian());
            integer.add(random.nextGaussian(), row % 3 == 0 ? 1 : 0);
        }

        ScoreHistogram copy = (ScoreHistogram) copy(integer);
        RegressionAccumulator realCopy = (RegressionAccumulator) copy(real);
        for (int more = 0; more < 100; more++) {
            copy.add(more, 1);
            integer.add(more, 1);
            mixture.set(0, more, 1 + more);
            real.add(mixture, 0);
            realCopy.add(mixture, 0);
        }

        assertThat(copy.packed()).usingRecursiveComparison().isEqualTo(integer.packed());
        assertThat(realCopy.evaluation().metrics()).isEqualTo(real.evaluation().metrics());
    }

    @Test
    void histogram_takesLessThanSixBytesPerBin() {
        new CredenceKryoRegistrator().registerClasses(kryo);
        ScoreHistogram histogram = new ScoreHistogram();
        Random random = new Random(1);
        for (int row = 0; row < 100_000; row++) {
            histogram.add(random.nextGaussian(), 1);
        }
        Output output = new Output(64, -1);
        kryo.writeObject(output, histogram);
        assertThat(output.total() / histogram.packed().keys().length).isLessThan(6);
    }

    private Object copy(Object value) {
        Output output = new Output(64, -1);
        kryo.writeClassAndObject(output, value);
        return kryo.readClassAndObject(new Input(output.toBytes()));
    }
}
