package io.credence.driver.train.schedule;

import io.credence.driver.UserException;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.MemberJob;
import io.credence.driver.train.member.MemberJob.Withdrawal;
import io.credence.driver.train.member.MemberOutcome;
import io.credence.driver.train.member.UnfinishedMember;
import java.io.IOException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions after a job that did not finish its member: whether to try again, and with how many tasks. Each method
 * prepares the member for its next job, or throws if the training must end.
 */
final class MemberRetries {
    private static final Logger LOG = LoggerFactory.getLogger(MemberRetries.class);
    private static final int MAX_RESTARTS = 1;

    /** If Spark has given up because of excluded executors, the task's own reason begins on the fourth line. */
    private static final int REASON_LINES = 5;

    private final JavaSparkContext context;
    private final EnsembleDirectory directory;
    private final Slots slots;
    private final GangSettings settings;

    MemberRetries(JavaSparkContext context, EnsembleDirectory directory, Slots slots, GangSettings settings) {
        this.context = context;
        this.directory = directory;
        this.slots = slots;
        this.settings = settings;
    }

    /**
     * Prepares another attempt after a failed or withdrawn job. A gang restarts with the tasks that it had, because a
     * lost executor is often replaced within seconds; if it is not, the gang is soon withdrawn. Spark has already
     * retried a single task as often as allowed, so another attempt requires progress. A silent gang gets half its
     * tasks: any of them may hang, and its slot may never be free again.
     *
     * @throws IllegalStateException if no further attempt is allowed
     */
    void afterFailure(MemberJob job, Throwable failure) {
        if (job.withdrawal().isEmpty()) {
            tryAgain(job, failure, job.tasks() == 1 ? 1 : settings.maxFailures(), job.tasks());
        } else if (job.withdrawal().get() == Withdrawal.NO_SLOTS) {
            startSmaller(job);
        } else {
            tryAgain(job, silence(), settings.maxFailures(), Math.max(1, job.tasks() / 2));
        }
    }

    /**
     * Restarts a member with another seed.
     *
     * @throws UserException if it has already been restarted
     */
    void afterDivergence(UnfinishedMember member, MemberOutcome.Diverged diverged) {
        if (diverged.restart() >= MAX_RESTARTS) {
            throw new UserException(diverged.how() + ". It had already been restarted with another seed");
        }
        LOG.warn("{}; it restarts with another seed", diverged.how());
        member.restart();
    }

    /**
     * Gives the executors without disk space back to the cluster. Otherwise Spark would start most tasks on their
     * slots, because those are free.
     *
     * @throws IllegalStateException if no executor is left
     */
    void afterNoRoom(MemberJob job, MemberOutcome.NoRoom noRoom) {
        int member = job.member().index();
        if (slots.areDynamic()) {
            tryAgain(job, new IOException(noRoom.why()), settings.maxFailures(), 1);
        } else if (slots.giveBack(noRoom.executors())) {
            LOG.warn(
                    "Member {} continues without the executors {}, which are returned to the cluster: {}",
                    member,
                    noRoom.executors(),
                    noRoom.why());
        } else {
            throw new IllegalStateException(
                    "no executor has disk space for the shards of member " + member + ": " + noRoom.why());
        }
    }

    /**
     * Prepares a member for another attempt.
     *
     * @param allowed the number of consecutive failures without progress that ends the training
     * @param tasks the number of tasks of the next attempt
     */
    private void tryAgain(MemberJob job, Throwable failure, int allowed, int tasks) {
        UnfinishedMember member = job.member();
        int failures = member.countFailure(
                directory.newest(member.index(), member.newestCheckpoint(), context.hadoopConfiguration()));
        boolean isUserError = ExceptionUtils.indexOfType(failure, UserException.class) >= 0;
        if (isUserError || context.sc().isStopped() || failures >= allowed) {
            throw new IllegalStateException(
                    "member " + member.index() + " failed on " + GangPlan.tasks(job.tasks()) + ", "
                            + (failures > 1 ? failures + " times without progress: " : "")
                            + reason(failure),
                    failure);
        }
        LOG.warn(
                "Member {} failed on {} and continues {}: {}",
                member.index(),
                GangPlan.tasks(job.tasks()),
                member.newestCheckpoint() == null
                        ? "from the start"
                        : "after step " + member.newestCheckpoint().steps(),
                reason(failure));
        member.requestTasks(tasks);
    }

    private IllegalStateException silence() {
        return new IllegalStateException("its tasks have made no progress for "
                + settings.silence().toSeconds() + " s (" + GangSettings.SILENCE + ")");
    }

    /** Requests at most half the tasks for a gang that found no slots: some slots may be on a machine that hangs. */
    private void startSmaller(MemberJob job) {
        int tasks = GangPlan.next(1, job.tasks() / 2, Math.max(1, slots.now()));
        LOG.warn(
                "Member {} has waited {} s for {} slots, of which {} are available; it continues with {}",
                job.member().index(),
                settings.start().toSeconds(),
                job.tasks(),
                slots.now(),
                GangPlan.tasks(tasks));
        job.member().requestTasks(tasks);
    }

    /** Returns Spark's message for a failed job without the stack traces. It includes the task's own reason. */
    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return String.join(
                " ",
                message.lines()
                        .takeWhile(line -> !line.startsWith("\tat "))
                        .limit(REASON_LINES)
                        .map(String::strip)
                        .toList());
    }
}
