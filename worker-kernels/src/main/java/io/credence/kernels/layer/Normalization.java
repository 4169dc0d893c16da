package io.credence.kernels.layer;

import java.util.Optional;

/** How the values inside a network are kept in scale (requirement F). */
public enum Normalization {
    /** Not at all. */
    NONE,
    /** By each feature's mean and variance over the batch (Ioffe and Szegedy 2015), or over a slice of it that is computed apart. */
    BATCH,
    /** By each feature's mean and variance over the whole batch, also where slices of it are computed apart. */
    SYNCHRONIZED_BATCH,
    /** By each row's mean and variance over the features (Ba et al. 2016). */
    LAYER,
    /** By each row's root mean square over the features (Zhang and Sennrich 2019). */
    RMS;

    /** The layer that does it; empty for none. */
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
