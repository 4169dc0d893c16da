package io.credence.driver.train.member;

import io.credence.ensemble.training.Member;
import java.io.Serializable;
import java.util.Set;

/**
 * What came of a member's job, where trying again in the same place would bring the same again. Everything else that goes wrong is a failure of a task, which is
 * worth another try.
 */
public sealed interface MemberOutcome extends Serializable {
    /** It was trained to its end. */
    record Trained(Member member) implements MemberOutcome {}

    /**
     * Its loss left the numbers, and would do so again, bit for bit.
     *
     * @param restart how often it had been started afresh for that before, from 0
     * @param how when and how it diverged
     */
    record Diverged(int restart, String how) implements MemberOutcome {}

    /**
     * Shards are damaged, and would be so for any other task.
     *
     * @param why a message for the user
     */
    record Damaged(String why) implements MemberOutcome {}

    /**
     * Executors have no room for copies of shards; others may have.
     *
     * @param executors their names, at least one
     * @param why a message for the user
     */
    record NoRoom(Set<String> executors, String why) implements MemberOutcome {
        public NoRoom {
            executors = Set.copyOf(executors);
        }
    }
}
