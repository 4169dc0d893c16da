package io.credence.driver.train.member;

import java.util.Optional;

/** A member that is still to be trained, as the driver sees it: how often it diverged, and how often it was tried in vain. */
public final class UnfinishedMember {
    private final int index;
    private int restarts;
    private int wantedTasks;
    private CheckpointName reached;
    private int failures;

    /** @param reached its newest checkpoint, from which it will continue */
    public UnfinishedMember(int index, Optional<CheckpointName> reached) {
        this.index = index;
        this.reached = reached.orElse(null);
    }

    /** Its place in the ensemble, from 0. */
    public int index() {
        return index;
    }

    /** How often it is started afresh because it diverged. */
    int restarts() {
        return restarts;
    }

    public void restart() {
        restarts++;
    }

    /** With how many tasks it starts, where that does not follow from the plan; 0 where it does. */
    public int wantedTasks() {
        return wantedTasks;
    }

    public void want(int tasks) {
        wantedTasks = tasks;
    }

    /** Where it continues; null at the beginning. */
    public CheckpointName reached() {
        return reached;
    }

    /**
     * Counts a failure.
     *
     * @param newest its newest checkpoint now
     * @return how many failures in a row have brought it no further
     */
    public int countFailure(Optional<CheckpointName> newest) {
        boolean further = newest.isPresent() && (reached == null || newest.get().compareTo(reached) > 0);
        failures = further ? 0 : failures + 1;
        reached = newest.orElse(null);
        return failures;
    }
}
