package io.credence.driver.train;

import io.credence.ensemble.member.Member;
import java.io.Serializable;

/**
 * What came of a member's job, where trying again would bring the same again. Everything else that goes wrong is a failure of a task, which is
 * worth another try.
 */
sealed interface MemberOutcome extends Serializable {
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
     * It cannot be trained on what is there.
     *
     * @param why a message for the user
     */
    record Refused(String why) implements MemberOutcome {}
}
