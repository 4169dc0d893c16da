package io.credence.ensemble.specification;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;

/**
 * The shape of an image. A row's features are its values in the order row, column, channel.
 *
 * @param channels at least 1; null: 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record ImageSpec(Integer channels, Integer height, Integer width) implements Serializable {
    /** The limit on the number of values of an image, as stated in messages. */
    static final String COUNTABLE = "fewer than 2147483648 values";

    /** @throws InvalidSettingException if a side is missing or below 1, or the image has too many values */
    public ImageSpec {
        channels = channels == null ? 1 : channels;
        requirePositive("channels", channels);
        requirePositive("height", height);
        requirePositive("width", width);
        if (!isCountable(channels, height, width)) {
            throw new InvalidSettingException(
                    "height", height, "small enough that the image has " + COUNTABLE + "; width is " + width);
        }
    }

    static boolean isCountable(int channels, long height, long width) {
        return (double) channels * height * width <= Integer.MAX_VALUE;
    }

    /** Returns the number of values, which is the number of features. */
    public int size() {
        return channels * height * width;
    }

    private static void requirePositive(String key, Integer value) {
        if (value == null || value < 1) {
            throw new InvalidSettingException(key, value, "at least 1");
        }
    }
}
