package io.credence.driver.train;

import io.credence.ensemble.training.Member;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The durations of the stages of a training run, by their names in report.json. */
final class Timing {
    private final long start = System.nanoTime();
    private final SortedMap<String, Double> seconds = new TreeMap<>();

    <T> T measure(String name, Supplier<T> work) {
        long before = System.nanoTime();
        T result = work.get();
        seconds.merge(name, (System.nanoTime() - before) * 1e-9, Double::sum);
        return result;
    }

    /**
     * Adds the members' total time, and the steps of all members per second of the training's wall time.
     *
     * @param earlierSteps the steps that an earlier run has taken
     */
    void addRates(List<Member> members, long earlierSteps) {
        double steps =
                members.stream().mapToLong(member -> member.history().steps()).sum();
        double memberSeconds = members.stream()
                .mapToDouble(member -> member.history().seconds())
                .sum();
        seconds.put("stepsPerSecond", (steps - earlierSteps) / seconds.get("trainSeconds"));
        seconds.put("memberSeconds", memberSeconds);
        seconds.put(
                "exchangeSeconds",
                members.stream()
                        .mapToDouble(member -> member.history().exchangeSeconds())
                        .sum());
    }

    double wallSeconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** Returns all figures so far. */
    SortedMap<String, Double> seconds() {
        SortedMap<String, Double> all = new TreeMap<>(seconds);
        all.put("wallSeconds", wallSeconds());
        return all;
    }
}
