package io.credence.ensemble.member;

import io.credence.kernels.InvalidSettingException;
import java.io.Serializable;

/**
 * The shape of the image that a row's features are, in the order row, column, channel.
 *
 * @param channels at least 1; null: 1
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 */
public record ImageSpec(Integer channels, Integer height, Integer width) implements Serializable {
    public ImageSpec {
        channels = channels == null ? 1 : channels;
        requirePositive("channels", channels);
        requirePositive("height", height);
        requirePositive("width", width);
    }

    /** The number of features that the image takes. */
    public int size() {
        return Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }

    private static void requirePositive(String key, Integer value) {
        if (value == null || value < 1) {
            throw new InvalidSettingException(key, value, "at least 1");
        }
    }
}
