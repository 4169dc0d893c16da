package io.credence.driver.train.member;

import io.credence.ensemble.specification.CheckpointSpec;
import io.credence.ensemble.training.CheckpointTimer;
import io.credence.ensemble.training.Checkpoints;
import io.credence.ensemble.training.TrainingState;
import java.util.Optional;

/**
 * The checkpoints of a task: the one that it continues from and, in the task that saves for its gang, the schedule of
 * the next ones.
 */
final class MemberCheckpoints implements Checkpoints {
    private final MemberDirectory directory;
    private final Optional<TrainingState> latest;
    private final boolean saving;
    private final CheckpointTimer timer;

    /**
     * @param latest the checkpoint to continue from; empty to start from the beginning
     * @param saving whether this task saves
     */
    MemberCheckpoints(MemberDirectory directory, Optional<TrainingState> latest, boolean saving, CheckpointSpec spec) {
        this.directory = directory;
        this.latest = latest;
        this.saving = saving;
        this.timer = new CheckpointTimer(spec);
    }

    @Override
    public Optional<TrainingState> latest() {
        return latest;
    }

    @Override
    public boolean isDue(boolean endOfEpoch) {
        return saving && timer.isDue(endOfEpoch);
    }

    @Override
    public void save(TrainingState state) {
        directory.save(state);
        timer.saved();
    }
}
