package io.credence.kernels.simd.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.kernels.simd.Matrix;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Products of stacks have the bits of their members' products. */
class MatrixStackTest {
    @Property(tries = 60)
    void product_ofStacks_hasTheBitsOfTheMembersProducts(
            @ForAll Transposition t,
            @ForAll @IntRange(min = 1, max = 5) int count,
            @ForAll @IntRange(min = 1, max = 70) int m,
            @ForAll @IntRange(min = 1, max = 70) int n,
            @ForAll @IntRange(min = 1, max = 70) int k,
            @ForAll boolean sharedA,
            @ForAll boolean sharedB,
            @ForAll boolean sharedC,
            @ForAll boolean accumulate,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll long seed) {
        Random random = new Random(seed);
        boolean left = t == Transposition.LEFT;
        boolean right = t == Transposition.RIGHT;
        MatrixStack a = stack(random, sharedA, count, left ? k : m, left ? m : k);
        MatrixStack b = stack(random, sharedB, count, right ? n : k, right ? k : n);
        MatrixStack c = stack(random, sharedC, count, m, n);
        Matrix[] expected = new Matrix[count];
        for (int i = 0; i < count; i++) {
            expected[i] = sharedC && i > 0 ? expected[0] : copy(c.member(i));
        }
        try (Gemm gemm = new Gemm(threads);
                Gemm single = new Gemm()) {
            for (int i = 0; i < count; i++) {
                if (accumulate || sharedC && i > 0) {
                    single.multiplyAdd(t, expected[i], a.member(i), b.member(i));
                } else {
                    single.multiply(t, expected[i], a.member(i), b.member(i));
                }
            }
            if (accumulate) {
                gemm.multiplyAdd(t, c, a, b);
            } else {
                gemm.multiply(t, c, a, b);
            }
        }
        requireEqual(c, expected);
    }

    @Property(tries = 30)
    void layer_ofEveryMember_hasTheBitsOfTheMembersLayers(
            @ForAll @IntRange(min = 1, max = 5) int count,
            @ForAll @IntRange(min = 1, max = 40) int m,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 1, max = 40) int k,
            @ForAll boolean sharedWeights,
            @ForAll boolean sharedBias,
            @ForAll long seed) {
        Random random = new Random(seed);
        MatrixStack a = stack(random, false, count, m, k);
        MatrixStack b = stack(random, sharedWeights, count, k, n);
        MatrixStack bias = stack(random, sharedBias, count, 1, n);
        MatrixStack c = stack(random, false, count, m, n);
        Matrix[] expected = new Matrix[count];
        Gemm gemm = new Gemm();
        for (int i = 0; i < count; i++) {
            expected[i] = Matrix.zeros(m, n);
            gemm.multiply(Transposition.NONE, expected[i], a.member(i), b.member(i), bias.member(i), Activation.TANH);
        }

        gemm.multiply(Transposition.NONE, c, a, b, bias, Activation.TANH);

        requireEqual(c, expected);
    }

    @Test
    void stacks_withDifferentNumbersOfMembers_areRefused() {
        Gemm gemm = new Gemm();
        MatrixStack two = MatrixStack.of(new float[8], 0, 2, 2, 2);
        MatrixStack three = MatrixStack.shared(Matrix.zeros(2, 2), 3);
        assertThatThrownBy(() -> gemm.multiply(Transposition.NONE, two, two, three))
                .hasMessage("the right operand has 3 members; the result has 2");
        assertThatThrownBy(() -> MatrixStack.shared(Matrix.zeros(1, 1), 0))
                .hasMessage("a stack has 0 members; it must have at least 1");
    }

    @Test
    void layer_withOneResultForAllMembers_isRefused() {
        MatrixStack shared = MatrixStack.shared(Matrix.zeros(2, 2), 2);
        MatrixStack bias = MatrixStack.shared(Matrix.zeros(1, 2), 2);
        assertThatThrownBy(() ->
                        new Gemm().multiply(Transposition.NONE, shared, shared, shared, bias, Activation.IDENTITY))
                .hasMessageContaining("share one result");
    }

    private static MatrixStack stack(Random random, boolean shared, int count, int rows, int columns) {
        float[] data = new float[3 + (shared ? 1 : count) * rows * columns];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat() - 0.5f;
        }
        return shared
                ? MatrixStack.shared(Matrix.dense(data, 3, rows, columns), count)
                : MatrixStack.of(data, 3, count, rows, columns);
    }

    private static Matrix copy(Matrix matrix) {
        return new Matrix(matrix.data().clone(), matrix.offset(), matrix.rows(), matrix.columns(), matrix.stride());
    }

    private static void requireEqual(MatrixStack c, Matrix[] expected) {
        for (int i = 0; i < c.count(); i++) {
            for (int r = 0; r < expected[i].rows(); r++) {
                for (int j = 0; j < expected[i].columns(); j++) {
                    float actual = c.member(i).data()[c.member(i).row(r) + j];
                    float wanted = expected[i].data()[expected[i].row(r) + j];
                    assertThat(actual).isEqualTo(wanted);
                }
            }
        }
    }
}
