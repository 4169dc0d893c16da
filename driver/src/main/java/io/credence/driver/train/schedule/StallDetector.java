package io.credence.driver.train.schedule;

import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.train.member.MemberJob;
import io.credence.driver.train.member.MemberJob.Withdrawal;

/**
 * A watchdog that withdraws jobs that cannot start or have stopped making progress. Spark itself would let them wait
 * without limit.
 */
final class StallDetector {
    private final Slots slots;
    private final GangSettings settings;

    StallDetector(Slots slots, GangSettings settings) {
        this.slots = slots;
        this.settings = settings;
    }

    /**
     * Withdraws a gang that has found no slots for too long, and a job whose tasks have made no progress for too long.
     */
    void withdrawIfStalled(MemberJob job, TrainingMonitor.Training progress) {
        if (job.withdrawal().isPresent()) {
            return;
        }
        if (!job.hasAllSlots()
                && job.tasks() > 1
                && job.nanosSinceStart() > settings.start().toNanos()) {
            job.withdraw(Withdrawal.NO_SLOTS);
        } else if (progress.receivesReports()
                && silentNanos(job, progress) > settings.silence().toNanos()) {
            job.withdraw(Withdrawal.SILENCE);
        }
    }

    /**
     * Returns how long a job has been silent. A job that has not started may be waiting for the slot of a hung task,
     * or for dynamically allocated executors, so it counts as silent only while all others are silent too.
     */
    private long silentNanos(MemberJob job, TrainingMonitor.Training progress) {
        if (job.hasAllSlots()) {
            return Math.min(
                    job.nanosSinceAllSlots(),
                    progress.nanosSinceReport(job.member().index()));
        }
        return slots.areDynamic() ? 0 : Math.min(job.nanosSinceStart(), progress.nanosSinceAnyReport());
    }
}
