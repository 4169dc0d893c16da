package io.credence.ensemble.training;

import java.util.Optional;

/**
 * Where a training that may be interrupted keeps how far it has come. Tasks that train one member together are all in the same state
 * after a step, so one of them saves it and the others are given implementations to which nothing is ever due; all of them must be given
 * the same state to continue from.
 */
public interface Checkpoints {
    /** Starts from the beginning and keeps nothing. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<TrainingState> latest() {
            return Optional.empty();
        }

        @Override
        public boolean isDue(boolean endOfEpoch) {
            return false;
        }

        @Override
        public void save(TrainingState state) {
            throw new IllegalStateException("nothing is due here");
        }
    };

    /** The state to continue from, of the same member, attempt and settings; empty to start from the beginning. Asked for once. */
    Optional<TrainingState> latest();

    /**
     * Whether {@link #save} shall be called now. Asked on the training thread after every step that leaves all
     * replicas the same, so it must return at once; not after the last one, when the member is finished.
     *
     * @param endOfEpoch whether an epoch has just ended, its validation included
     */
    boolean isDue(boolean endOfEpoch);

    /** Keeps a state, which nothing changes afterwards. Called on the training thread: whatever it takes, the training waits. */
    void save(TrainingState state);
}
