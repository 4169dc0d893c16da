/**
 * The model on disk: {@code model.json} and {@code weights.safetensors}.
 *
 * <p>Start with {@link io.credence.ensemble.model.ModelDirectory}, which reads and writes both files on any storage
 * that implements {@link io.credence.ensemble.model.ModelFiles}. {@link io.credence.ensemble.model.ModelDescription}
 * is the content of {@code model.json}, with the {@link io.credence.ensemble.model.Provenance} of the model.
 * {@link io.credence.ensemble.model.SafetensorsWriter} and {@link io.credence.ensemble.model.SafetensorsReader}
 * implement the format of the weights. Readers check every length before they trust it.
 */
package io.credence.ensemble.model;
