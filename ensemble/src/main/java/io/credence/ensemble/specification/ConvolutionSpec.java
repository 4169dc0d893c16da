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
 * @param padding zeros around the image, at least 0 and below the kernel; null: half of the kernel, rounded down, which at stride 1 keeps
 *     height and width where the kernel is odd and makes both one longer where it is even
 * @param pool the side and stride of the pooling that follows, 1 for none; null: 1
 * @param pooling what each window of the pooling becomes; null: its largest value
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
     * The image that an image becomes.
     *
     * @param key of this layer in messages, such as {@code convolutions[1]}
     * @throws InvalidSettingException if the kernel or the pooling is larger than what it slides over, or there are more values than can be counted
     */
    ImageSpec applyTo(ImageSpec image, String key) {
        long shorter = Math.min(image.height(), image.width()) + 2L * padding;
        if (kernel > shorter) {
            String padded = padding == 0 ? "" : " with a padding of " + padding;
            throw new InvalidSettingException(
                    key + ".kernel", kernel, "at most " + shorter + ", because it sees " + pixels(image) + padded);
        }
        ImageSpec maps = resized(key, slid(image.height()), slid(image.width()));
        requireCountable(image, maps, key);
        int most = Math.min(maps.height(), maps.width());
        if (pool > most) {
            throw new InvalidSettingException(
                    key + ".pool", pool, "at most " + most + ", because the convolution leaves " + pixels(maps));
        }
        return resized(key, maps.height() / pool, maps.width() / pool);
    }

    /** The number of places of the kernel along a side of the image. */
    private long slid(int side) {
        return (side + 2L * padding - kernel) / stride + 1;
    }

    /** What the kernel sees at all of its places is a matrix, and so are its weights. */
    private void requireCountable(ImageSpec image, ImageSpec maps, String key) {
        double patch = (double) kernel * kernel * image.channels();
        if (patch * maps.height() * maps.width() > Integer.MAX_VALUE) {
            throw new InvalidSettingException(
                    key + ".kernel",
                    kernel,
                    "small enough for its square at " + maps.height() + " x " + maps.width() + " places, times "
                            + image.channels() + " channels, to be " + ImageSpec.COUNTABLE);
        }
        if (patch * channels > Integer.MAX_VALUE) {
            throw new InvalidSettingException(
                    key + ".channels",
                    channels,
                    "few enough for the weights of as many kernels of " + kernel + " x " + kernel + " x "
                            + image.channels() + " to be " + ImageSpec.COUNTABLE);
        }
    }

    private ImageSpec resized(String key, long height, long width) {
        if (!ImageSpec.isCountable(channels, height, width)) {
            throw new InvalidSettingException(
                    key + ".channels",
                    channels,
                    "few enough for " + height + " x " + width + " pixels to have " + ImageSpec.COUNTABLE);
        }
        return new ImageSpec(channels, (int) height, (int) width);
    }

    private static String pixels(ImageSpec image) {
        return image.height() + " x " + image.width() + " pixels";
    }

    private static void requireAtLeast(String key, Integer value, int least) {
        if (value == null || value < least) {
            throw new InvalidSettingException(key, value, "at least " + least);
        }
    }
}
