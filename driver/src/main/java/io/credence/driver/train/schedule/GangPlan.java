package io.credence.driver.train.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The assignment of members to the slots of a cluster. Every plan trains the same members, because the number of tasks
 * does not change their bits. This one leaves few slots idle. Members come first, because they do not communicate; the
 * remaining slots go to their replicas.
 *
 * @param starts the number of tasks of each member that starts at once, in starting order: powers of two, at most the
 *     number of replicas
 */
record GangPlan(List<Integer> starts) {
    GangPlan {
        starts = List.copyOf(starts);
    }

    /**
     * Returns the plan for a cluster whose slots are all free: members start by {@link #next}, until no slots or no
     * members are left.
     *
     * @param members the number of members, at least 1
     * @param replicas the number of replicas of each member, or the maximum number of its tasks if that is less; at
     *     least 1
     * @param slots the number of tasks that the cluster runs at a time, at least 1
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
     * Returns the number of tasks with which the next member starts.
     *
     * @param waiting the number of waiting members, including this one; at least 1
     * @param replicas the number of replicas of each member, or the maximum number of its tasks if that is less; at
     *     least 1
     * @param free the number of free slots, at least 1
     */
    static int next(int waiting, int replicas, int free) {
        return Integer.highestOneBit(Math.min(replicas, Math.max(1, free / waiting)));
    }

    /**
     * Returns a description such as {@code 5 at a time, each on 4 tasks} or
     * {@code 2 at a time, 1 on 4 tasks and 1 on 8 tasks}.
     */
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

    /** Returns a phrase such as {@code 1 task}. */
    static String tasks(int count) {
        return count == 1 ? "1 task" : count + " tasks";
    }
}
