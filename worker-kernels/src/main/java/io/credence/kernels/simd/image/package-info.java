/**
 * Kernels on images: patches for convolution, and pooling over windows.
 *
 * <p>An image is a row of a matrix, with channels last. {@link io.credence.kernels.simd.image.Window} describes how a
 * window slides over it. {@link io.credence.kernels.simd.image.Patches} copies every window to a row of a matrix, so
 * that a convolution is a matrix product, and adds the gradients of patches back to the image.
 * {@link io.credence.kernels.simd.image.WindowPooling} computes the maximum or the mean of every window.
 *
 * <p>Reading order: Window, Patches, WindowPooling.
 */
package io.credence.kernels.simd.image;
