package io.credence.driver.train.member;

import java.util.Optional;

/**
 * The driver's record of a member that is not trained yet: its checkpoint, restarts, consecutive failures and
 * requested tasks.
 */
public final class UnfinishedMember {
    private final int index;
    private int restarts;
    private int requestedTasks;
    private CheckpointName newestCheckpoint;
    private int failures;

    /** @param newestCheckpoint the checkpoint from which it will continue */
    public UnfinishedMember(int index, Optional<CheckpointName> newestCheckpoint) {
        this.index = index;
        this.newestCheckpoint = newestCheckpoint.orElse(null);
    }

    /** Returns its index in the ensemble, from 0. */
    public int index() {
        return index;
    }

    /** Returns how often it has been restarted because it diverged. */
    int restarts() {
        return restarts;
    }

    /** Restarts the member with another seed. */
    public void restart() {
        restarts++;
    }

    /** Returns the number of tasks with which it must start; 0 if the plan decides. */
    public int requestedTasks() {
        return requestedTasks;
    }

    /** Sets the number of tasks with which it must start; 0 lets the plan decide. */
    public void requestTasks(int tasks) {
        requestedTasks = tasks;
    }

    /** Returns the checkpoint from which it continues; null if it starts from the beginning. */
    public CheckpointName newestCheckpoint() {
        return newestCheckpoint;
    }

    /**
     * Counts a failure.
     *
     * @param newest its newest checkpoint now
     * @return the number of consecutive failures without progress
     */
    public int countFailure(Optional<CheckpointName> newest) {
        boolean progressed =
                newest.isPresent() && (newestCheckpoint == null || newest.get().compareTo(newestCheckpoint) > 0);
        failures = progressed ? 0 : failures + 1;
        newestCheckpoint = newest.orElse(null);
        return failures;
    }
}
