package io.credence.driver.train.schedule;

import io.credence.driver.UserException;
import io.credence.driver.data.shard.CorruptShardException;
import io.credence.driver.monitor.TrainingMonitor;
import io.credence.driver.train.member.CheckpointName;
import io.credence.driver.train.member.EnsembleDirectory;
import io.credence.driver.train.member.MemberDirectory;
import io.credence.driver.train.member.MemberJob;
import io.credence.driver.train.member.MemberOutcome;
import io.credence.driver.train.member.MemberTask;
import io.credence.driver.train.member.TrainingInputs;
import io.credence.driver.train.member.UnfinishedMember;
import io.credence.ensemble.training.Member;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of all members of an ensemble on the slots of the cluster, each as a separate Spark job. The calling
 * thread makes all decisions; every running job has a thread that waits for it. A member starts as soon as a slot is
 * free, with the number of tasks that {@link GangPlan} assigns at that moment.
 *
 * <p>Spark retries an ordinary task itself. A failed task of a barrier stage fails its job (dmlc/xgboost#8336), so a
 * gang is restarted from here. Both continue from the member's newest checkpoint and arrive at the same bits.
 */
public final class EnsembleTraining {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleTraining.class);
    private static final long POLL_MILLIS = 500;

    private final JavaSparkContext context;
    private final TrainingInputs inputs;
    private final MemberTask task;
    private final Slots slots;
    private final GangSettings settings;
    private final Deque<UnfinishedMember> waiting = new ArrayDeque<>();
    private final Map<Future<MemberOutcome>, MemberJob> running = new HashMap<>();
    private final SortedMap<Integer, Member> finished = new TreeMap<>();
    private final MemberRetries retries;
    private final StallDetector stalls;
    private long earlierSteps;

    /**
     * @param directory the directory of the members, with those from an earlier run of the same training, finished or
     *     not
     */
    public EnsembleTraining(
            JavaSparkContext context,
            TrainingInputs inputs,
            EnsembleDirectory directory,
            Slots slots,
            GangSettings settings)
            throws IOException {
        this.context = context;
        this.inputs = inputs;
        this.task = new MemberTask(inputs, directory, new SerializableConfiguration(context.hadoopConfiguration()));
        this.slots = slots;
        this.settings = settings;
        this.retries = new MemberRetries(context, directory, slots, settings);
        this.stalls = new StallDetector(slots, settings);
        Set<Integer> begun = directory.begun(context.hadoopConfiguration());
        for (int index = 0; index < inputs.ensemble().posterior().networks(); index++) {
            if (begun.contains(index)) {
                resume(index, directory);
            } else {
                waiting.add(new UnfinishedMember(index, Optional.empty()));
            }
        }
    }

    private void resume(int index, EnsembleDirectory directory) throws IOException {
        MemberDirectory files = directory.member(index, context.hadoopConfiguration());
        Optional<Member> member = files.finished();
        Optional<CheckpointName> newest = files.newest();
        if (member.isPresent()) {
            finished.put(index, member.get());
            earlierSteps += member.get().history().steps();
        } else {
            waiting.add(new UnfinishedMember(index, newest));
            earlierSteps += newest.map(CheckpointName::steps).orElse(0L);
        }
    }

    /** Returns the members that an earlier run has finished. */
    public List<Member> finishedEarlier() {
        return List.copyOf(finished.values());
    }

    /** Returns the number of steps that earlier runs have taken. */
    public long earlierSteps() {
        return earlierSteps;
    }

    /**
     * Trains until every member is finished.
     *
     * @param watch ends the training if the cluster has no executors
     * @param progress receives the progress of each member
     * @return the members, ordered by index
     * @throws UserException if a member diverges again after its restart
     * @throws CorruptShardException if a shard is damaged
     * @throws IllegalStateException if a member fails repeatedly without progress, or if the cluster has no slots
     *     left, or none with disk space for copies of shards
     */
    public List<Member> run(ExecutorWatch watch, TrainingMonitor.Training progress) throws IOException {
        if (waiting.isEmpty()) {
            return List.copyOf(finished.values());
        }
        logPlan(slots.awaitExecutors());
        ExecutorService threads = Executors.newCachedThreadPool(EnsembleTraining::daemon);
        try {
            CompletionService<MemberOutcome> jobs = new ExecutorCompletionService<>(threads);
            while (!waiting.isEmpty() || !running.isEmpty()) {
                startWaiting(jobs);
                Future<MemberOutcome> ended = jobs.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended != null) {
                    accept(running.remove(ended), ended);
                }
                watch.check();
                running.values().forEach(job -> stalls.withdrawIfStalled(job, progress));
            }
            return List.copyOf(finished.values());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } finally {
            running.values().forEach(job -> job.cancel("the training of the ensemble has ended"));
            threads.shutdown();
        }
    }

    private static Thread daemon(Runnable job) {
        Thread thread = new Thread(job, "credence-member-job");
        thread.setDaemon(true);
        return thread;
    }

    private void startWaiting(CompletionService<MemberOutcome> jobs) {
        int free = slots.now()
                - running.values().stream().mapToInt(MemberJob::tasks).sum();
        while (!waiting.isEmpty() && (free > 0 || slots.areDynamic())) {
            int tasks = tasksForNext(free);
            UnfinishedMember member = waiting.poll();
            member.requestTasks(0);
            MemberJob job = new MemberJob(context, task, member, tasks);
            running.put(jobs.submit(job), job);
            free -= tasks;
        }
    }

    private int tasksForNext(int free) {
        if (slots.areDynamic()) {
            return 1;
        }
        int requested = waiting.peek().requestedTasks();
        return requested > 0 ? requested : GangPlan.next(waiting.size(), maxTasks(), free);
    }

    private int maxTasks() {
        return Math.min(inputs.training().replicas(), settings.maxTasks());
    }

    private void accept(MemberJob job, Future<MemberOutcome> ended) throws InterruptedException, IOException {
        try {
            accept(job, ended.get());
        } catch (ExecutionException e) {
            retries.afterFailure(job, e.getCause());
            waiting.addFirst(job.member());
        }
    }

    private void accept(MemberJob job, MemberOutcome outcome) throws IOException {
        UnfinishedMember member = job.member();
        if (outcome instanceof MemberOutcome.Trained trained) {
            finished.put(member.index(), trained.member());
        } else if (outcome instanceof MemberOutcome.Diverged diverged) {
            retries.afterDivergence(member, diverged);
            waiting.addFirst(member);
        } else if (outcome instanceof MemberOutcome.Damaged damaged) {
            throw new CorruptShardException(damaged.why());
        } else if (outcome instanceof MemberOutcome.NoRoom noRoom) {
            retries.afterNoRoom(job, noRoom);
            waiting.addFirst(member);
        }
    }

    private void logPlan(int slotsNow) {
        if (!finished.isEmpty() || earlierSteps > 0) {
            LOG.info(
                    "Resuming with {} finished members and {} steps from an earlier run",
                    finished.size(),
                    earlierSteps);
        }
        if (slots.areDynamic()) {
            LOG.info(
                    "{} members, each on 1 task, as many at a time as Spark has executors for{}",
                    waiting.size(),
                    inputs.training().replicas() == 1
                            ? ""
                            : "; to run replicas on separate tasks, set " + Slots.DYNAMIC_ALLOCATION + "=false");
            return;
        }
        LOG.info(
                "{} members on {} slots: {}",
                waiting.size(),
                slotsNow,
                GangPlan.of(waiting.size(), maxTasks(), Math.max(1, slotsNow)));
    }
}
