package io.credence.driver.train;

import io.credence.driver.UserException;
import io.credence.ensemble.member.Member;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Trains all members of an ensemble on the slots that the cluster has, each as a Spark job of its own. One thread decides; beside it every job
 * under way has a thread that waits for it. A member starts as soon as a slot is free, with as many tasks as {@link GangPlan} gives it then.
 */
final class EnsembleTraining {
    private static final Logger LOG = LoggerFactory.getLogger(EnsembleTraining.class);
    private static final long POLL_MILLIS = 1000;
    private static final int MOST_RESTARTS = 1;

    private final JavaSparkContext context;
    private final TrainingWork work;
    private final MemberTask task;
    private final Slots slots;
    private final Deque<UnfinishedMember> waiting = new ArrayDeque<>();
    private final Map<Future<MemberOutcome>, MemberJob> running = new HashMap<>();
    private final SortedMap<Integer, Member> finished = new TreeMap<>();

    EnsembleTraining(JavaSparkContext context, TrainingWork work) {
        this.context = context;
        this.work = work;
        this.task = new MemberTask(work, new SerializableConfiguration(context.hadoopConfiguration()));
        this.slots = new Slots(context);
        for (int index = 0; index < work.ensemble().networks(); index++) {
            waiting.add(new UnfinishedMember(index));
        }
    }

    /**
     * Trains until every member is finished.
     *
     * @return the members in their order
     * @throws UserException if a member diverges again after its restart, or the data on disk cannot be used
     */
    List<Member> run() {
        sayPlan(slots.awaitExecutors());
        ExecutorService threads = Executors.newCachedThreadPool(job -> {
            Thread thread = new Thread(job, "credence-member-job");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<MemberOutcome> jobs = new ExecutorCompletionService<>(threads);
            while (!waiting.isEmpty() || !running.isEmpty()) {
                startWhatFits(jobs);
                Future<MemberOutcome> ended = jobs.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (ended != null) {
                    accept(running.remove(ended), ended);
                }
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

    private void startWhatFits(CompletionService<MemberOutcome> jobs) {
        int free = slots.now()
                - running.values().stream().mapToInt(MemberJob::tasks).sum();
        while (!waiting.isEmpty() && (free > 0 || slots.areDynamic())) {
            MemberJob job = new MemberJob(context, task, waiting.poll(), 1);
            running.put(jobs.submit(job), job);
            free -= job.tasks();
        }
    }

    private void accept(MemberJob job, Future<MemberOutcome> ended) throws InterruptedException {
        try {
            accept(job.member(), ended.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("member " + job.member().index() + " could not be trained", e.getCause());
        }
    }

    private void accept(UnfinishedMember member, MemberOutcome outcome) {
        if (outcome instanceof MemberOutcome.Trained trained) {
            finished.put(member.index(), trained.member());
        } else if (outcome instanceof MemberOutcome.Diverged diverged) {
            if (diverged.restart() == MOST_RESTARTS) {
                throw new UserException(diverged.how() + ". It was the second start, from another seed");
            }
            LOG.warn("{}; it starts afresh from another seed", diverged.how());
            member.restart();
            waiting.addFirst(member);
        } else if (outcome instanceof MemberOutcome.Refused refused) {
            throw new UserException(refused.why());
        }
    }

    private void sayPlan(int slotsNow) {
        GangPlan plan = GangPlan.of(waiting.size(), 1, Math.max(1, slotsNow));
        LOG.info(
                "{} of {} members at a time on {} slots, each with {} of its {} replicas' tasks",
                plan.atATime(),
                waiting.size(),
                slotsNow,
                plan.tasks(),
                work.training().replicas());
    }
}
