package io.credence.driver.monitor;

import java.util.Arrays;
import java.util.List;

/** The last report of every member. Not thread-safe. */
final class TrainingProgress {
    private final MemberProgress[] members;
    private final int epochs;

    TrainingProgress(int members, int epochs) {
        this.members = new MemberProgress[members];
        this.epochs = epochs;
    }

    /**
     * The progress of all members together.
     *
     * @param membersDone the number of finished members
     * @param members the number of members
     * @param epochsDone the completed epochs of all members; a finished member counts with all of its epochs, even if
     *     it stopped early
     * @param epochs the planned epochs of all members
     * @param loss the mean over the members that have reported a loss; NaN if none has
     * @param reports the last report of every member; null for a member without one
     */
    record Snapshot(
            int membersDone, int members, double epochsDone, long epochs, double loss, List<MemberProgress> reports) {
        /** Returns the completed fraction of the training, from 0 to 1. */
        double fraction() {
            return epochsDone / epochs;
        }
    }

    /** Replaces the last report of a member. A retried task may report less progress than its predecessor. */
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
