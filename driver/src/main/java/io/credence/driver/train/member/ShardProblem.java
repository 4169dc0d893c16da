package io.credence.driver.train.member;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The reason why a task cannot use its shards.
 *
 * @param executor the executor whose local disk has no space for the shards, although another may have some; empty if
 *     shards are damaged, which affects all executors
 * @param why a message for the user
 */
record ShardProblem(String executor, String why) {
    private static final String SEPARATOR = "\n";

    static ShardProblem damaged(String why) {
        return new ShardProblem("", why);
    }

    /** Returns the string by which tasks of a gang exchange a problem; empty if there is none. */
    static String write(Optional<ShardProblem> problem) {
        return problem.map(found -> found.executor() + SEPARATOR + found.why()).orElse("");
    }

    static Optional<ShardProblem> read(String message) {
        int separator = message.indexOf(SEPARATOR);
        return separator < 0
                ? Optional.empty()
                : Optional.of(new ShardProblem(message.substring(0, separator), message.substring(separator + 1)));
    }

    /**
     * Returns the outcome of a member whose tasks have such problems. A damaged shard takes precedence.
     *
     * @param problems the problems, at least one
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
