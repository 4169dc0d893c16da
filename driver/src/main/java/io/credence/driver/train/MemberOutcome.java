package io.credence.driver.train;

import io.credence.driver.UserException;
import io.credence.ensemble.member.Member;
import java.io.Serializable;

/**
 * What came of a member's task. That a member diverged is an outcome and not a failure of the task: Spark would try it again, and it would
 * diverge again, bit for bit.
 *
 * @param member null if it diverged
 * @param divergence when and how it diverged for the second time; null if it did not
 */
record MemberOutcome(Member member, String divergence) implements Serializable {
    static MemberOutcome trained(Member member) {
        return new MemberOutcome(member, null);
    }

    static MemberOutcome diverged(String how) {
        return new MemberOutcome(null, how);
    }

    /** @throws UserException if the member diverged */
    Member orThrow() {
        if (member == null) {
            throw new UserException(divergence + ". It was the second start, from another seed");
        }
        return member;
    }
}
