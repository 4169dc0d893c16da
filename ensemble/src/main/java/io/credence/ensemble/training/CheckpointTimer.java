package io.credence.ensemble.training;

import io.credence.ensemble.specification.CheckpointSpec;
import java.util.function.LongSupplier;

/** Decides when a checkpoint is due, measured from when a training run starts or continues. */
public final class CheckpointTimer {
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final long interval;
    private final int everyEpochs;
    private long lastNanos;
    private int epochs;

    /** Starts the first interval. */
    public CheckpointTimer(CheckpointSpec spec) {
        this(spec, System::nanoTime);
    }

    CheckpointTimer(CheckpointSpec spec, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.interval = spec.everySeconds() == null ? Long.MAX_VALUE : (long) (spec.everySeconds() * NANOS);
        this.everyEpochs = spec.everyEpochs() == null ? Integer.MAX_VALUE : spec.everyEpochs();
        this.lastNanos = nanoTime.getAsLong();
    }

    /**
     * Implements {@link Checkpoints#isDue} in the task that saves, and must be called exactly once for each call of
     * that method.
     */
    public boolean isDue(boolean endOfEpoch) {
        epochs += endOfEpoch ? 1 : 0;
        return epochs >= everyEpochs || nanoTime.getAsLong() - lastNanos >= interval;
    }

    /** Restarts the interval, so that it excludes the time that saving took. */
    public void saved() {
        lastNanos = nanoTime.getAsLong();
        epochs = 0;
    }
}
