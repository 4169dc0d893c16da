package io.credence.driver.train.member;

import io.credence.ensemble.training.Member;
import java.io.Serializable;
import java.util.Set;

/**
 * The result of a member's job, if another attempt in the same place would give the same result. All other problems
 * are task failures, which are worth another attempt.
 */
public sealed interface MemberOutcome extends Serializable {
    /** The member is fully trained. */
    record Trained(Member member) implements MemberOutcome {}

    /**
     * The loss became NaN or infinite, and would do so again, bit for bit.
     *
     * @param restart the number of earlier restarts for the same reason, from 0
     * @param how a message for the user: when and how the member diverged
     */
    record Diverged(int restart, String how) implements MemberOutcome {}

    /**
     * Shards are damaged, for this task and any other.
     *
     * @param why a message for the user
     */
    record Damaged(String why) implements MemberOutcome {}

    /**
     * Executors have no disk space for copies of shards. Other executors may have some.
     *
     * @param executors their ids, at least one
     * @param why a message for the user
     */
    record NoRoom(Set<String> executors, String why) implements MemberOutcome {
        /** Copies the ids. */
        public NoRoom {
            executors = Set.copyOf(executors);
        }
    }
}
