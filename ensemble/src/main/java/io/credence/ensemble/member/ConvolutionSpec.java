package io.credence.ensemble.member;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;
import java.util.Objects;

/**
 * One convolutional layer: a square kernel, the network's normalisation and activation, then max pooling.
 *
 * @param channels the number of output channels, at least 1
 * @param kernel the side of the kernel, at least 1; null: 3
 * @param stride at least 1; null: 1
 * @param padding zeros around the image, at least 0; null: half of the kernel, which keeps the size at stride 1
 * @param pool the side and stride of the max pooling that follows, 1 for none; null: 1
 */
public record ConvolutionSpec(Integer channels, Integer kernel, Integer stride, Integer padding, Integer pool)
        implements Serializable {
    public ConvolutionSpec {
        kernel = Objects.requireNonNullElse(kernel, 3);
        stride = Objects.requireNonNullElse(stride, 1);
        padding = padding == null ? kernel / 2 : padding;
        pool = Objects.requireNonNullElse(pool, 1);
        requireAtLeast("channels", channels, 1);
        requireAtLeast("kernel", kernel, 1);
        requireAtLeast("stride", stride, 1);
        requireAtLeast("padding", padding, 0);
        requireAtLeast("pool", pool, 1);
    }

    private static void requireAtLeast(String key, Integer value, int least) {
        if (value == null || value < least) {
            throw new InvalidSettingException(key, value, "at least " + least);
        }
    }
}
