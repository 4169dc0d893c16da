package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import io.credence.kernels.layer.Pooling;
import java.io.Serializable;
import java.util.Objects;

/**
 * One convolutional layer: a square kernel, the network's normalisation and activation, then pooling.
 *
 * @param channels the number of output channels, at least 1
 * @param kernel the side of the kernel, at least 1; null: 3
 * @param stride at least 1; null: 1
 * @param padding the width of the zero padding around the image, at least 0 and below the kernel; null: half of the
 *     kernel, rounded down. At stride 1 this default keeps height and width for an odd kernel and adds 1 to both for
 *     an even one
 * @param pool the side and stride of the pooling windows, 1 for no pooling; null: 1
 * @param pooling the kind of pooling; null: max
 */
public record ConvolutionSpec(
        Integer channels, Integer kernel, Integer stride, Integer padding, Integer pool, Pooling.Kind pooling)
        implements Serializable {
    /** @throws InvalidSettingException if a number is missing or out of its range */
    public ConvolutionSpec {
        kernel = Objects.requireNonNullElse(kernel, 3);
        stride = Objects.requireNonNullElse(stride, 1);
        padding = padding == null ? kernel / 2 : padding;
        pool = Objects.requireNonNullElse(pool, 1);
        pooling = Objects.requireNonNullElse(pooling, Pooling.Kind.MAX);
        requireAtLeast("channels", channels, 1);
        requireAtLeast("kernel", kernel, 1);
        requireAtLeast("stride", stride, 1);
        requireAtLeast("pool", pool, 1);
        if (padding < 0 || padding >= kernel) {
            throw new InvalidSettingException(
                    "padding", padding, "at least 0 and below the kernel, which is " + kernel);
        }
    }

    /**
     * Returns the shape of the output for an input.
     *
     * @param key the name of this layer in messages, such as {@code convolutions[1]}
     * @throws InvalidSettingException if the kernel or the pooling window is larger than its input, or the output has
     *     too many values
     */
    ImageSpec applyTo(ImageSpec image, String key) {
        long shorterSide = Math.min(image.height(), image.width()) + 2L * padding;
        if (kernel > shorterSide) {
            String padded = padding == 0 ? "" : " with a padding of " + padding;
            throw new InvalidSettingException(
                    key + ".kernel",
                    kernel,
                    "at most " + shorterSide + ", because its input has " + pixels(image) + padded);
        }
        ImageSpec maps = resized(key, positions(image.height()), positions(image.width()));
        requireCountable(image, maps, key);
        int max = Math.min(maps.height(), maps.width());
        if (pool > max) {
            throw new InvalidSettingException(
                    key + ".pool", pool, "at most " + max + ", because the convolution's output has " + pixels(maps));
        }
        return resized(key, maps.height() / pool, maps.width() / pool);
    }

    /** Returns the number of positions of the kernel along a side of the image. */
    private long positions(int side) {
        return (side + 2L * padding - kernel) / stride + 1;
    }

    /** Checks that two matrices fit into an array: the patches at all positions of the kernel, and the weights. */
    private void requireCountable(ImageSpec image, ImageSpec maps, String key) {
        double patch = (double) kernel * kernel * image.channels();
        if (patch * maps.height() * maps.width() > Integer.MAX_VALUE) {
            throw new InvalidSettingException(
                    key + ".kernel",
                    kernel,
                    "small enough that its patches of kernel x kernel x " + image.channels() + " values at "
                            + maps.height() + " x " + maps.width() + " positions have " + ImageSpec.COUNTABLE);
        }
        if (patch * channels > Integer.MAX_VALUE) {
            throw new InvalidSettingException(
                    key + ".channels",
                    channels,
                    "small enough that the weights of all kernels of " + kernel + " x " + kernel + " x "
                            + image.channels() + " have " + ImageSpec.COUNTABLE);
        }
    }

    private ImageSpec resized(String key, long height, long width) {
        if (!ImageSpec.isCountable(channels, height, width)) {
            throw new InvalidSettingException(
                    key + ".channels",
                    channels,
                    "small enough that " + height + " x " + width + " pixels have " + ImageSpec.COUNTABLE);
        }
        return new ImageSpec(channels, (int) height, (int) width);
    }

    private static String pixels(ImageSpec image) {
        return image.height() + " x " + image.width() + " pixels";
    }

    private static void requireAtLeast(String key, Integer value, int min) {
        if (value == null || value < min) {
            throw new InvalidSettingException(key, value, "at least " + min);
        }
    }
}
