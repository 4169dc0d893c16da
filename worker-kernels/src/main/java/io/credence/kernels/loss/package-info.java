/**
 * The objectives that training minimises, and the operations that compute them.
 *
 * <p>{@link io.credence.kernels.loss.Loss} is the entry point: one record per loss with its settings, which adds its
 * operations to a graph. All other types are operations that convert a network's outputs into predictions ({@code
 * GaussianHead}, {@code BinaryLogits}, {@code Probabilities}) or predictions and targets into a loss per row, or parts
 * that these share.
 *
 * <p>Read {@code Loss}, then {@code SquaredError} and {@code SoftmaxCrossEntropy}; {@code GaussianNllLoss} is the loss
 * of regression with uncertainty. The losses of embeddings, {@code ContrastiveLoss} and {@code TripletLoss}, share
 * {@code PairDistances}.
 */
package io.credence.kernels.loss;
