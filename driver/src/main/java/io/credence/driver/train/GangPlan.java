package io.credence.driver.train;

/**
 * How members are laid over a cluster. Replicas are arithmetic and tasks are scheduling, so any plan gives the same members; this one leaves
 * few slots idle: members come first, because they need nothing of each other, and what slots are left over go to their replicas.
 *
 * @param tasks how many tasks carry the replicas of one member: a power of two, at most the replicas
 * @param atATime how many members are trained side by side
 */
record GangPlan(int tasks, int atATime) {
    /**
     * The plan for members that are all waiting. It also says with how many tasks the next of them should start when others are under way:
     * asked with the members that wait and the slots that are free, it gives the last ones what the finished ones have left.
     *
     * @param members at least 1
     * @param replicas of each, or the most tasks that may carry them, at least 1
     * @param slots tasks that the cluster runs at a time, at least 1
     */
    static GangPlan of(int members, int replicas, int slots) {
        int tasks = Integer.highestOneBit(Math.min(replicas, Math.max(1, slots / members)));
        return new GangPlan(tasks, Math.min(members, slots / tasks));
    }
}
