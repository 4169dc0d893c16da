package io.credence.driver.train;

import io.credence.ensemble.member.Checkpoints;
import io.credence.ensemble.member.TrainingState;
import java.time.Duration;
import java.util.Optional;

/** The checkpoints of a task: what it continues from and, in the one task of a gang that saves, when it is time to save again. */
final class MemberCheckpoints implements Checkpoints {
    private final MemberDirectory directory;
    private final Optional<TrainingState> latest;
    private final boolean saving;
    private final long interval;
    private long due;

    /**
     * @param latest empty to start from the beginning
     * @param saving whether this is the task that saves
     * @param interval the time from the end of one save to the next
     */
    MemberCheckpoints(MemberDirectory directory, Optional<TrainingState> latest, boolean saving, Duration interval) {
        this.directory = directory;
        this.latest = latest;
        this.saving = saving;
        this.interval = interval.toNanos();
        this.due = System.nanoTime() + this.interval;
    }

    @Override
    public Optional<TrainingState> latest() {
        return latest;
    }

    @Override
    public boolean isDue(boolean endOfEpoch) {
        return saving && System.nanoTime() - due >= 0;
    }

    @Override
    public void save(TrainingState state) {
        directory.save(state);
        due = System.nanoTime() + interval;
    }
}
