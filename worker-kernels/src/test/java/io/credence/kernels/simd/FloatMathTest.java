package io.credence.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.credence.kernels.simd.elementwise.Activation;
import io.credence.kernels.simd.elementwise.Activations;
import io.credence.kernels.simd.elementwise.Elementwise;
import io.credence.kernels.simd.elementwise.Waves;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every function over the whole range of floats, compared with its definition in double precision. */
class FloatMathTest {
    /** Coprime to the powers of two, so that all mantissas and all exponents occur. */
    private static final int STRIDE = 997;

    private static final int CHUNK = 16;

    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        88.72283f,
        88.72284f,
        -87.33655f,
        -103.97208f,
        -103.97209f,
        0.55f,
        -0.55f,
        0.921875f,
        3.95f,
        9f,
        10f,
        Math.nextDown(1f),
        Math.nextUp(-1f),
        0.75f,
        1.5f,
    };

    record Function(Scalar scalar, DoubleUnaryOperator definition) {}

    /** The two forms of a function: of a single number, and as a kernel over a matrix. */
    record Forms(Scalar scalar, BiConsumer<Matrix, Matrix> kernel) {}

    @FunctionalInterface
    interface Scalar {
        float apply(float x);
    }

    static Stream<Named<Function>> functions() {
        return Stream.of(
                Named.of("exp", new Function(FloatMath::exp, Math::exp)),
                Named.of("expm1", new Function(FloatMath::expm1, Math::expm1)),
                Named.of("log", new Function(FloatMath::log, Math::log)),
                Named.of("log1p", new Function(FloatMath::log1p, Math::log1p)),
                Named.of("tanh", new Function(FloatMath::tanh, Math::tanh)),
                Named.of("erf", new Function(FloatMath::erf, FloatMathTest::erf)),
                Named.of("cosine", new Function(FloatMath::cosineOfTurns, FloatMathTest::cosineOfTurns)),
                Named.of("sigmoid", new Function(FloatMath::sigmoid, FloatMathTest::sigmoid)),
                Named.of("softplus", new Function(FloatMath::softplus, FloatMathTest::softplus)));
    }

    static Stream<Named<Forms>> forms() {
        return Stream.concat(
                Stream.of(
                        Named.of("exp", new Forms(FloatMath::exp, Elementwise::exp)),
                        Named.of("log", new Forms(FloatMath::log, Elementwise::log)),
                        Named.of("cosine", new Forms(FloatMath::cosineOfTurns, (out, in) -> Waves.cosine(out, in, 0f))),
                        Named.of("expm1", new Forms(x -> x <= 0 ? FloatMath.expm1(x) : x, forward(Activation.ELU))),
                        Named.of("tanh", new Forms(FloatMath::tanh, forward(Activation.TANH))),
                        Named.of("erf", new Forms(FloatMathTest::gelu, forward(Activation.GELU))),
                        Named.of("sigmoid", new Forms(FloatMath::sigmoid, forward(Activation.SIGMOID))),
                        Named.of("SiLU", new Forms(x -> x * FloatMath.sigmoid(x), forward(Activation.SILU))),
                        Named.of("log1p", new Forms(FloatMath::softplus, forward(Activation.SOFTPLUS))),
                        Named.of("ReLU", new Forms(x -> x <= 0 ? 0 : x, forward(Activation.RELU))),
                        Named.of("leaky ReLU", new Forms(x -> x <= 0 ? 0.01f * x : x, forward(Activation.LEAKY_RELU)))),
                Arrays.stream(Activation.values())
                        .map(f -> Named.of("slope of " + f, new Forms(slope(f), backward(f)))));
    }

    private static BiConsumer<Matrix, Matrix> forward(Activation f) {
        return (out, in) -> Activations.forward(f, out, in);
    }

    private static Scalar slope(Activation f) {
        return x -> Activations.derivative(f, x);
    }

    private static BiConsumer<Matrix, Matrix> backward(Activation f) {
        return (out, source) -> {
            Elementwise.fill(out, 1f);
            Activations.backward(f, out, out, source, source);
        };
    }

    /** What is left of the turn, and its distance from a quarter turn, are exact in double precision. */
    private static double cosineOfTurns(double x) {
        return Double.isInfinite(x) ? 1 : Math.sin(2 * Math.PI * (0.25 - Math.abs(Math.IEEEremainder(x, 1))));
    }

    private static float gelu(float x) {
        return x * Math.fma(0.5f, FloatMath.erf(x * FloatMath.SQRT_HALF), 0.5f);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyThousandthFloat_isWithinTwoUlpOfTheDefinition(Function f) {
        double worst = 0;
        float worstAt = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            double error = ulps(f.scalar().apply(x), f.definition().applyAsDouble(x));
            if (!(error <= worst)) {
                worst = error;
                worstAt = x;
            }
        }
        assertThat(worst).as("error in ulp at " + worstAt).isLessThanOrEqualTo(2.0);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void edges_areWithinTwoUlpOfTheDefinition(Function f) {
        for (float x : EDGES) {
            double error = ulps(f.scalar().apply(x), f.definition().applyAsDouble(x));
            assertThat(error).as("error in ulp at " + x).isLessThanOrEqualTo(2.0);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void kernel_givesTheSameBitsInEveryLane(Forms f) {
        Matrix x = Matrix.zeros(1, CHUNK);
        Matrix y = Matrix.zeros(1, CHUNK);
        int filled = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += 99_991) {
            x.data()[filled++] = Float.intBitsToFloat((int) bits);
            if (filled == CHUNK) {
                compareChunk(f, x, y);
                filled = 0;
            }
        }
        for (float edge : EDGES) {
            x.data()[filled++ % CHUNK] = edge;
            compareChunk(f, x, y);
        }
    }

    private static void compareChunk(Forms f, Matrix x, Matrix y) {
        f.kernel().accept(y, x);
        for (int i = 0; i < CHUNK; i++) {
            // floatToIntBits, because the payload of a NaN is not part of the result.
            int found = Float.floatToIntBits(y.data()[i]);
            int expected = Float.floatToIntBits(f.scalar().apply(x.data()[i]));
            if (found != expected) {
                assertThat(found).as("at " + x.data()[i]).isEqualTo(expected);
            }
        }
    }

    /** Returns the distance in units in the last place of the true value; 0 if both are NaN or the same infinity. */
    private static double ulps(float found, double expected) {
        float rounded = (float) expected;
        if (Float.isNaN(rounded) || Float.isInfinite(rounded) || Float.isNaN(found) || Float.isInfinite(found)) {
            return Float.compare(found, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(found - expected) / Math.ulp(rounded);
    }

    private static double sigmoid(double x) {
        return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /**
     * Returns the error function: below 3 by its Maclaurin series, whose terms stay small enough there; above by
     * Laplace's continued fraction.
     */
    private static double erf(double x) {
        double magnitude = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        if (magnitude > 6) {
            return Math.signum(x);
        }
        if (magnitude < 3) {
            double term = x;
            double sum = x;
            for (int n = 1; n < 80; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int n = 60; n >= 1; n--) {
            fraction = n / 2.0 / (magnitude + fraction);
        }
        double erfc = Math.exp(-magnitude * magnitude) / Math.sqrt(Math.PI) / (magnitude + fraction);
        return Math.copySign(1 - erfc, x);
    }
}
