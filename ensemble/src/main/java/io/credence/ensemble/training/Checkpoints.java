package io.credence.ensemble.training;

import java.util.Optional;

/**
 * Saves the state of a training run and provides the state to continue from. All tasks of one member are in the same
 * state after a step, so only one of them saves it; in the others, a checkpoint is never due. All of them must
 * continue from the same state.
 */
public interface Checkpoints {
    /** Starts from the beginning and saves nothing. */
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
            throw new IllegalStateException("a checkpoint was saved although none was due");
        }
    };

    /**
     * Returns the state to continue from, of the same member, attempt and settings; empty to start from the beginning.
     * Called once.
     */
    Optional<TrainingState> latest();

    /**
     * Returns whether {@link #save} should be called now. The training thread calls this after every step at which all
     * replicas agree, except the last, so it must return quickly.
     *
     * @param endOfEpoch whether an epoch, including its validation, has just ended
     */
    boolean isDue(boolean endOfEpoch);

    /** Saves a state, which is not modified afterwards. Training waits until this returns. */
    void save(TrainingState state);
}
