/**
 * The files of unfinished and finished training runs: {@link io.credence.ensemble.checkpoint.TrainingStateFile} and
 * {@link io.credence.ensemble.checkpoint.MemberFile}.
 *
 * <p>Both are {@code CheckedTensors}: a safetensors file with a JSON document in its metadata and a SHA-256 at its
 * end, so that a truncated or altered file is always detected. {@code HistoryJson} is the part of the document that
 * both share.
 */
package io.credence.ensemble.checkpoint;
