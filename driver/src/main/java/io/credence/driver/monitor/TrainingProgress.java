package io.credence.driver.monitor;

import java.util.Arrays;
import java.util.List;

/** The last report of every member. Not for more than one thread. */
final class TrainingProgress {
    private final MemberProgress[] members;
    private final int epochs;

    TrainingProgress(int members, int epochs) {
        this.members = new MemberProgress[members];
        this.epochs = epochs;
    }

    /**
     * All members together.
     *
     * @param membersDone how many need no more epochs
     * @param members how many there are
     * @param epochsDone over all members; a member that is done counts as if it had had all of its epochs
     * @param epochs over all members
     * @param loss the mean over the members that have reported one; NaN if none has
     * @param reports the last of every member, null where there is none yet
     */
    record Snapshot(
            int membersDone, int members, double epochsDone, long epochs, double loss, List<MemberProgress> reports) {
        double share() {
            return epochsDone / epochs;
        }
    }

    /** A retried task may report less than its predecessor did; what it says holds. */
    Snapshot accept(MemberProgress report) {
        if (report.member() >= 0 && report.member() < members.length) {
            members[report.member()] = report;
        }
        return snapshot();
    }

    Snapshot snapshot() {
        int done = 0;
        double epochsDone = 0;
        for (MemberProgress member : members) {
            if (member != null) {
                done += member.done() ? 1 : 0;
                epochsDone += member.done() ? epochs : Math.min(member.epochs(), epochs);
            }
        }
        double loss = Arrays.stream(members)
                .filter(m -> m != null && !Double.isNaN(m.loss()))
                .mapToDouble(MemberProgress::loss)
                .average()
                .orElse(Double.NaN);
        return new Snapshot(
                done, members.length, epochsDone, (long) epochs * members.length, loss, Arrays.asList(members.clone()));
    }
}
