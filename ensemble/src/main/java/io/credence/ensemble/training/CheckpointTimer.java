package io.credence.ensemble.training;

import io.credence.ensemble.specification.CheckpointSpec;
import java.util.function.LongSupplier;

/** Tells when a checkpoint is due; for one training, from when it starts or is continued. */
public final class CheckpointTimer {
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final long interval;
    private final int everyEpochs;
    private long lastNanos;
    private int epochs;

    public CheckpointTimer(CheckpointSpec spec) {
        this(spec, System::nanoTime);
    }

    CheckpointTimer(CheckpointSpec spec, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.interval = spec.everySeconds() == null ? Long.MAX_VALUE : (long) (spec.everySeconds() * NANOS);
        this.everyEpochs = spec.everyEpochs() == null ? Integer.MAX_VALUE : spec.everyEpochs();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** What {@link Checkpoints#isDue} answers in the task that saves; to be asked as often as that is. */
    public boolean isDue(boolean endOfEpoch) {
        epochs += endOfEpoch ? 1 : 0;
        return epochs >= everyEpochs || nanoTime.getAsLong() - lastNanos >= interval;
    }

    /** Starts to count again, so that the time it took to save is not part of the interval. */
    public void saved() {
        lastNanos = nanoTime.getAsLong();
        epochs = 0;
    }
}
