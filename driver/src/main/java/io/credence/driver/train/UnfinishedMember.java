package io.credence.driver.train;

/** A member that is still to be trained, as the driver sees it: how often it diverged, and how often it was tried in vain. */
final class UnfinishedMember {
    private final int index;
    private int restarts;

    UnfinishedMember(int index) {
        this.index = index;
    }

    /** Its place in the ensemble, from 0. */
    int index() {
        return index;
    }

    /** How often it is started afresh because it diverged. */
    int restarts() {
        return restarts;
    }

    void restart() {
        restarts++;
    }
}
