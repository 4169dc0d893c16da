package io.credence.driver.train.member;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a task cannot use its shards.
 *
 * @param executor whose local disk has no room for them, so that another may do; empty where they are damaged, and are so for all
 * @param why for the user
 */
record ShardProblem(String executor, String why) {
    private static final String BETWEEN = "\n";

    static ShardProblem damaged(String why) {
        return new ShardProblem("", why);
    }

    /** As tasks of a gang tell each other, where no problem is no text. */
    static String write(Optional<ShardProblem> problem) {
        return problem.map(found -> found.executor() + BETWEEN + found.why()).orElse("");
    }

    static Optional<ShardProblem> read(String text) {
        int between = text.indexOf(BETWEEN);
        return between < 0
                ? Optional.empty()
                : Optional.of(new ShardProblem(text.substring(0, between), text.substring(between + 1)));
    }

    /**
     * What comes of a member for whose tasks there are such problems: a damaged shard is the end of it, whatever else there is.
     *
     * @param problems at least one
     */
    static MemberOutcome outcome(List<ShardProblem> problems) {
        List<String> damaged = problems.stream()
                .filter(problem -> problem.executor().isEmpty())
                .map(ShardProblem::why)
                .distinct()
                .toList();
        return damaged.isEmpty()
                ? new MemberOutcome.NoRoom(
                        problems.stream().map(ShardProblem::executor).collect(Collectors.toSet()),
                        problems.get(0).why())
                : new MemberOutcome.Damaged(String.join("; ", damaged));
    }
}
