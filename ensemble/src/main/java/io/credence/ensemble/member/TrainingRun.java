package io.credence.ensemble.member;

import io.credence.kernels.graph.TrainingHealth;
import io.credence.kernels.optimizer.Updater;

/** One training under way, from its first step, or from where it was interrupted, to its last. */
final class TrainingRun {
    private final MemberNetwork network;
    private final TrainingSpec training;
    private final BatchPlan batches;
    private final MemberStart start;
    private final CarriedSlices slices;
    private final Checkpoints checkpoints;
    private final TrainingObserver observer;
    private final float[] parameters;
    private final StepGradient gradient;
    private final ValidationLoss validation;
    private final Updater updater;
    private final TrainingLog log = new TrainingLog();
    private final TrainingClock clock = new TrainingClock();
    private int step;

    TrainingRun(
            MemberTrainer trainer,
            MemberStart start,
            CarriedSlices slices,
            Checkpoints checkpoints,
            TrainingObserver observer) {
        this.network = trainer.network();
        this.training = trainer.training();
        this.batches = trainer.batches();
        this.start = start;
        this.slices = slices;
        this.checkpoints = checkpoints;
        this.observer = observer;
        this.parameters = network.layout().initialize(start.seed());
        this.gradient = new StepGradient(network, parameters, start.seed(), trainer.train(), batches, slices);
        this.validation = new ValidationLoss(network, trainer.validation(), batches.slices(), slices, parameters);
        this.updater = new Updater(training.optimizer(), network.layout(), training.gradientClip());
    }

    Member train() {
        checkpoints.latest().ifPresent(this::restore);
        while (!isOver()) {
            finishEpoch();
            if (!isOver() && checkpoints.isDue(true)) {
                checkpoints.save(state());
            }
        }
        return member();
    }

    private boolean isOver() {
        int epoch = log.epochs().size();
        boolean stops = training.earlyStopping() != null
                && log.best() != null
                && epoch - log.best().epoch() > training.earlyStopping().patience();
        return stops || epoch == training.epochs();
    }

    private void finishEpoch() {
        int epoch = log.epochs().size();
        int stepOfEpoch = step - epoch * batches.steps();
        gradient.seek(epoch, stepOfEpoch);
        while (stepOfEpoch < batches.steps()) {
            takeStep(epoch, stepOfEpoch++);
            if (stepOfEpoch < batches.steps() && checkpoints.isDue(false)) {
                checkpoints.save(state());
            }
        }
        log.endEpoch(batches.rows(), validation.mean());
        clock.addExchange(validation.exchangeNanos());
        if (training.earlyStopping() != null) {
            log.rememberIfBest(parameters);
        }
    }

    private void takeStep(int epoch, int stepOfEpoch) {
        long stepStart = System.nanoTime();
        boolean inspected = stepOfEpoch == batches.inspectedStep();
        double ownLoss = gradient.compute(stepOfEpoch, step, inspected);
        float loss = gradient.lossSum();
        if (!Float.isFinite(loss)) {
            throw new TrainingDivergedException(start.index(), epoch, step, loss, log.gradientNorm());
        }
        log.addLoss(loss);
        if (inspected) {
            log.inspect(TrainingHealth.of(network.layout(), gradient.sum(), gradient.deadUnits()));
        }
        double rate = training.schedule().factor(step, (long) batches.steps() * training.epochs());
        updater.step(parameters, gradient.sum(), rate);
        step++;
        long waited = gradient.exchangeNanos();
        clock.addExchange(waited);
        int rows = slices.rows(batches, stepOfEpoch);
        long computed = System.nanoTime() - stepStart - waited;
        observer.stepFinished(epoch, stepOfEpoch, rows, ownLoss / Math.max(1, rows), computed, waited);
    }

    private TrainingState state() {
        return new TrainingState(
                start,
                step,
                parameters.clone(),
                updater.state(),
                log.epochs(),
                log.lossSum(),
                log.best(),
                log.layers(),
                clock.seconds(),
                clock.exchangeSeconds());
    }

    private void restore(TrainingState state) {
        state.requireFits(start, batches.steps(), training.epochs(), parameters.length);
        updater.restore(state.optimizer());
        System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
        log.restore(state);
        clock.restore(state);
        step = Math.toIntExact(state.steps());
    }

    private Member member() {
        int last = log.epochs().size() - 1;
        int keptEpoch = log.best() == null ? last : log.best().epoch();
        float[] kept = log.best() == null ? parameters : log.best().parameters().clone();
        MemberHistory.Epoch epoch = log.epochs().get(keptEpoch);
        network.keepVariance(kept, Double.isNaN(epoch.validationLoss()) ? epoch.trainLoss() : epoch.validationLoss());
        return new Member(
                start.index(),
                start.seed(),
                start.attempt(),
                kept,
                new MemberHistory(
                        log.epochs(), keptEpoch, step, clock.seconds(), clock.exchangeSeconds(), log.layers()));
    }
}
