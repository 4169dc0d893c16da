package io.credence.kernels.simd.image;

/**
 * The geometry of a window that slides over an image. An image is a row of a matrix [images, height width channels],
 * channels last: element (y, x, c) is at (y width + x) channels + c.
 *
 * @param height rows of pixels in the image, at least 1
 * @param width pixels in a row, at least 1
 * @param channels values per pixel, at least 1
 * @param windowHeight rows of the window, at least 1
 * @param windowWidth columns of the window, at least 1
 * @param step pixels between neighbouring windows in both directions, at least 1
 * @param padding pixels of zeros around the image, at least 0 and less than either side of the window
 */
public record Window(int height, int width, int channels, int windowHeight, int windowWidth, int step, int padding) {
    /** @throws IllegalArgumentException if a number is out of range or the window does not fit */
    public Window {
        if (Math.min(Math.min(height, width), Math.min(channels, step)) < 1
                || Math.min(windowHeight, windowWidth) < 1
                || padding < 0
                || padding >= Math.min(windowHeight, windowWidth)
                || windowHeight > height + 2 * padding
                || windowWidth > width + 2 * padding) {
            throw new IllegalArgumentException(
                    "a window of " + windowHeight + " x " + windowWidth + " with step " + step
                            + " and padding " + padding + " does not fit an image of " + height + " x " + width + " x "
                            + channels);
        }
    }

    /** Returns the number of windows from top to bottom. */
    public int outHeight() {
        return (height + 2 * padding - windowHeight) / step + 1;
    }

    /** Returns the number of windows from left to right. */
    public int outWidth() {
        return (width + 2 * padding - windowWidth) / step + 1;
    }

    /** Returns the number of values in an image: the columns of a matrix of images. */
    public int imageSize() {
        return height * width * channels;
    }

    /** Returns the number of values in a patch: the columns of a matrix of patches. */
    public int patchSize() {
        return windowHeight * windowWidth * channels;
    }

    /** Returns the number of windows on an image: the rows of its patches. */
    public int patches() {
        return outHeight() * outWidth();
    }
}
