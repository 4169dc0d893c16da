package io.credence.kernels.simd;

import static io.credence.kernels.simd.Matrices.assertResult;
import static io.credence.kernels.simd.Matrices.at;
import static io.credence.kernels.simd.Matrices.copy;
import static io.credence.kernels.simd.Matrices.sum;
import static io.credence.kernels.simd.Matrices.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credence.kernels.simd.image.Patches;
import io.credence.kernels.simd.image.Window;
import io.credence.kernels.simd.image.WindowPooling;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches and pooling, compared with their definitions as sums over pixels. */
class ImagesTest {
    private static final double TOLERANCE = 1e-5;

    @Property(tries = 80)
    void patchesAndPooling_ofAnyWindow_matchTheirDefinitions(
            @ForAll @IntRange(min = 3, max = 8) int height,
            @ForAll @IntRange(min = 3, max = 8) int width,
            @ForAll @IntRange(min = 1, max = 20) int channels,
            @ForAll @IntRange(min = 1, max = 3) int windowHeight,
            @ForAll @IntRange(min = 1, max = 3) int windowWidth,
            @ForAll @IntRange(min = 1, max = 3) int step,
            @ForAll @IntRange(max = 2) int padding,
            @ForAll boolean wild,
            @ForAll long seed) {
        int pad = Math.min(padding, Math.min(windowHeight, windowWidth) - 1);
        Window w = new Window(height, width, channels, windowHeight, windowWidth, step, pad);
        Random random = new Random(seed);
        Matrix images = view(random, 2, w.imageSize(), wild);
        Matrix patches = view(random, 2 * w.patches(), w.patchSize());
        Matrix before = copy(patches);
        Patches.extract(patches, images, w);
        assertResult(patches, before, 0, (p, q) -> {
            int pixel = pixel(w, p % w.patches(), q / channels);
            return pixel < 0 ? 0 : at(images, p / w.patches(), pixel * channels + q % channels);
        });
        Matrix scattered = view(random, 2, w.imageSize());
        Matrix old = copy(scattered);
        Patches.scatterAdd(scattered, patches, w);
        double[] visits = visits(w);
        assertResult(
                scattered,
                old,
                TOLERANCE,
                (i, e) -> at(old, i, e) + sum((int) visits[e / channels], n -> at(images, i, e)));
        pooling(w, images, random);
        poolingGradients(w, images, view(random, 2, w.patches() * w.channels(), wild), random);
    }

    private static void pooling(Window w, Matrix images, Random random) {
        Matrix out = view(random, 2, w.patches() * w.channels());
        Matrix before = copy(out);
        WindowPooling.max(out, images, w);
        assertResult(out, before, 0, (i, o) -> pool(w, images, i, o)[0]);
        WindowPooling.average(out, images, w);
        assertResult(out, before, TOLERANCE, (i, o) -> pool(w, images, i, o)[1]);
    }

    private static void poolingGradients(Window w, Matrix images, Matrix gradient, Random random) {
        Matrix dx = view(random, 2, w.imageSize());
        Matrix old = copy(dx);
        WindowPooling.maxBackward(dx, gradient, images, w);
        assertResult(
                dx,
                old,
                TOLERANCE,
                (i, e) -> at(old, i, e)
                        + overWindows(w, e, (o, n) -> largest(w, images, i, o) == e ? at(gradient, i, o) : 0));
        Matrix old2 = copy(dx);
        WindowPooling.averageBackward(dx, gradient, w);
        assertResult(
                dx, old2, TOLERANCE, (i, e) -> at(old2, i, e) + overWindows(w, e, (o, n) -> at(gradient, i, o) / n));
    }

    private interface Contribution {
        double of(int output, int pixels);
    }

    /**
     * Sums a contribution over the windows that contain an element. The contribution is a function of the output's
     * column and the window's number of pixels.
     */
    private static double overWindows(Window w, int element, Contribution contribution) {
        double sum = 0;
        for (int p = 0; p < w.patches(); p++) {
            int pixels = 0;
            boolean sees = false;
            for (int q = 0; q < w.windowHeight() * w.windowWidth(); q++) {
                int pixel = pixel(w, p, q);
                pixels += pixel >= 0 ? 1 : 0;
                sees |= pixel == element / w.channels();
            }
            sum += sees ? contribution.of(p * w.channels() + element % w.channels(), pixels) : 0;
        }
        return sum;
    }

    /** Returns the first maximum of a window, or the last NaN. */
    private static int largest(Window w, Matrix images, int image, int output) {
        int largest = -1;
        for (int q = 0; q < w.windowHeight() * w.windowWidth(); q++) {
            int pixel = pixel(w, output / w.channels(), q);
            int element = pixel * w.channels() + output % w.channels();
            if (pixel >= 0) {
                double value = at(images, image, element);
                boolean larger = largest < 0 || value > at(images, image, largest);
                largest = larger || Double.isNaN(value) ? element : largest;
            }
        }
        return largest;
    }

    private static double[] pool(Window w, Matrix images, int image, int output) {
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int pixels = 0;
        for (int q = 0; q < w.windowHeight() * w.windowWidth(); q++) {
            int pixel = pixel(w, output / w.channels(), q);
            if (pixel >= 0) {
                double value = at(images, image, pixel * w.channels() + output % w.channels());
                max = Math.max(max, value);
                sum += value;
                pixels++;
            }
        }
        return new double[] {max, sum / pixels};
    }

    /** Returns the pixel under cell q of the window at position p, or -1 outside the image. */
    private static int pixel(Window w, int p, int q) {
        int y = p / w.outWidth() * w.step() - w.padding() + q / w.windowWidth();
        int x = p % w.outWidth() * w.step() - w.padding() + q % w.windowWidth();
        return y < 0 || x < 0 || y >= w.height() || x >= w.width() ? -1 : y * w.width() + x;
    }

    private static double[] visits(Window w) {
        double[] visits = new double[w.height() * w.width()];
        for (int p = 0; p < w.patches(); p++) {
            for (int q = 0; q < w.windowHeight() * w.windowWidth(); q++) {
                int pixel = pixel(w, p, q);
                if (pixel >= 0) {
                    visits[pixel]++;
                }
            }
        }
        return visits;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 21})
    void maxPooling_takesTheFirstOfEqualValues_andNaNOverAll(int channels) {
        Window w = new Window(2, 4, channels, 2, 2, 2, 0);
        Matrix images = Matrix.zeros(1, w.imageSize());
        Arrays.fill(images.data(), -1f);
        // The last pixel of the second window.
        Arrays.fill(images.data(), 7 * channels, 8 * channels, Float.NaN);
        Matrix out = Matrix.zeros(1, 2 * channels);
        WindowPooling.max(out, images, w);
        Matrix dx = Matrix.zeros(1, w.imageSize());
        Matrix gradient = Matrix.zeros(1, 2 * channels);
        Arrays.fill(gradient.data(), 3f);
        WindowPooling.maxBackward(dx, gradient, images, w);
        for (int c = 0; c < channels; c++) {
            assertThat(out.data()[c]).isEqualTo(-1f);
            assertThat(out.data()[channels + c]).isNaN();
            for (int pixel = 0; pixel < 8; pixel++) {
                assertThat(dx.data()[pixel * channels + c]).isEqualTo(pixel == 0 || pixel == 7 ? 3f : 0f);
            }
        }
    }

    @Test
    void windowThatDoesNotFit_isRejectedWithItsNumbers() {
        assertThatThrownBy(() -> new Window(3, 3, 1, 5, 5, 1, 0))
                .hasMessage("a window of 5 x 5 with step 1 and padding 0 does not fit an image of 3 x 3 x 1");
    }
}
