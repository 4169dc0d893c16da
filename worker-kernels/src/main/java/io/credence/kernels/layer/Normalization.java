package io.credence.kernels.layer;

import java.util.Optional;

/** The kinds of normalisation that keep the scale of values inside a network. */
public enum Normalization {
    /** No normalisation. */
    NONE,
    /**
     * Normalises by each feature's mean and variance over the batch (Ioffe and Szegedy 2015), or over each separately
     * computed slice.
     */
    BATCH,
    /**
     * Normalises by each feature's mean and variance over the whole batch, even if its slices are computed separately.
     */
    SYNCHRONIZED_BATCH,
    /** Normalises by each row's mean and variance over the features (Ba et al. 2016). */
    LAYER,
    /** Normalises by each row's root mean square over the features (Zhang and Sennrich 2019). */
    RMS;

    /** Returns the normalisation layer; empty for {@link #NONE}. */
    public Optional<Layer> layer() {
        return switch (this) {
            case NONE -> Optional.empty();
            case BATCH -> Optional.of(new BatchNormalization(false));
            case SYNCHRONIZED_BATCH -> Optional.of(new BatchNormalization(true));
            case LAYER -> Optional.of(new LayerNormalization());
            case RMS -> Optional.of(new RmsNormalization());
        };
    }
}
