package io.credence.kernels.layer;

/** How the values inside a network are kept in scale (requirement F). */
public enum Normalization {
    /** Not at all. */
    NONE,
    /** By each feature's mean and variance over the batch (Ioffe and Szegedy 2015). */
    BATCH,
    /** By each row's mean and variance over the features (Ba et al. 2016). */
    LAYER,
    /** By each row's root mean square over the features (Zhang and Sennrich 2019). */
    RMS
}
