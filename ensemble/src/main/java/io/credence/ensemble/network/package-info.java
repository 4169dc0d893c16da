/**
 * The network of a member: from the settings of {@link io.credence.ensemble.specification} to a graph of
 * {@link io.credence.kernels.autograd} with its inputs, outputs and losses.
 *
 * <p>Start with {@link io.credence.ensemble.network.MemberNetwork}, the graph and its named nodes.
 * {@code NetworkLayers} adds the layers that a specification describes.
 * {@link io.credence.ensemble.network.NetworkPlans} compiles the graph for the batches of one training run. A network
 * is only a description: parameters are one {@code float[]} in its layout, and each member has its own.
 */
package io.credence.ensemble.network;
