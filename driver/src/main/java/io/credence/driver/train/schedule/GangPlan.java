package io.credence.driver.train.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How members are laid over a cluster. Replicas are arithmetic and tasks are scheduling, so any plan gives the same members; this one leaves
 * few slots idle: members come first, because they need nothing of each other, and what slots are left over go to their replicas.
 *
 * @param starts how many tasks carry each of the members that start at once, in the order of their start: powers of two, at most the replicas
 */
record GangPlan(List<Integer> starts) {
    GangPlan {
        starts = List.copyOf(starts);
    }

    /**
     * What starts where all slots are free: one member after the other by {@link #next}, until there are no slots or no members left.
     *
     * @param members at least 1
     * @param replicas of each, or the most tasks that may carry them, at least 1
     * @param slots tasks that the cluster runs at a time, at least 1
     */
    static GangPlan of(int members, int replicas, int slots) {
        List<Integer> starts = new ArrayList<>();
        int free = slots;
        while (free > 0 && starts.size() < members) {
            int tasks = next(members - starts.size(), replicas, free);
            starts.add(tasks);
            free -= tasks;
        }
        return new GangPlan(starts);
    }

    /**
     * With how many tasks the next member starts.
     *
     * @param waiting members that wait, this one included, at least 1
     * @param replicas of each, or the most tasks that may carry them, at least 1
     * @param free slots, at least 1
     */
    static int next(int waiting, int replicas, int free) {
        return Integer.highestOneBit(Math.min(replicas, Math.max(1, free / waiting)));
    }

    /** Such as {@code 5 at a time, each on 4 tasks} or {@code 2 at a time, 1 on 4 tasks and 1 on 8 tasks}. */
    @Override
    public String toString() {
        Map<Integer, Long> counts = starts.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return starts.size() + " at a time, "
                + (counts.size() == 1
                        ? "each on " + tasks(starts.get(0))
                        : counts.entrySet().stream()
                                .map(count -> count.getValue() + " on " + tasks(count.getKey()))
                                .collect(Collectors.joining(" and ")));
    }

    /** Such as {@code 1 task}. */
    static String tasks(int count) {
        return count == 1 ? "1 task" : count + " tasks";
    }
}
