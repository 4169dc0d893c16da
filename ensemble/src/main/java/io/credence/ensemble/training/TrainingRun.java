package io.credence.ensemble.training;

import io.credence.ensemble.network.MemberNetwork;
import io.credence.ensemble.network.NetworkPlans;
import io.credence.ensemble.replica.CarriedSlices;
import io.credence.ensemble.replica.EpochLayout;
import io.credence.ensemble.replica.ReplicaSetup;
import io.credence.ensemble.replica.Replicas;
import io.credence.ensemble.specification.TrainingSpec;
import io.credence.kernels.autograd.ParameterLayout;
import io.credence.kernels.simd.product.Gemm;

/** One training run of one member, from its first step or a saved state to its last step. */
final class TrainingRun {
    private final MemberNetwork network;
    private final TrainingSpec training;
    private final EpochLayout layout;
    private final MemberStart start;
    private final CarriedSlices slices;
    private final Checkpoints checkpoints;
    private final TrainingObserver observer;
    private final Replicas replicas;
    private final WeightAverage average;
    private final ValidationLoss validation;
    private final TrainingLog log = new TrainingLog();
    private final TrainingClock clock = new TrainingClock();
    private int step;

    TrainingRun(
            MemberTrainer trainer,
            MemberStart start,
            Gemm gemm,
            CarriedSlices slices,
            Checkpoints checkpoints,
            TrainingObserver observer) {
        this.network = trainer.network();
        this.training = trainer.training();
        this.layout = trainer.epoch();
        this.start = start;
        this.slices = slices;
        this.checkpoints = checkpoints;
        this.observer = observer;
        NetworkPlans plans = new NetworkPlans(network, start.seed(), gemm);
        this.replicas = Replicas.of(new ReplicaSetup(plans, training, trainer.train(), layout), slices);
        this.average = training.weightAveraging() == null
                ? null
                : new WeightAverage(training.weightAveraging(), replicas.parameters());
        this.validation = new ValidationLoss(plans, trainer.validation(), layout.slices(), slices, result());
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

    /** Returns the parameters that are validated, and kept at the end. */
    private float[] result() {
        return average == null ? replicas.parameters() : average.parameters();
    }

    private boolean isOver() {
        int epoch = log.epochs().size();
        boolean stops = training.earlyStopping() != null
                && log.best() != null
                && epoch - log.best().epoch() > training.earlyStopping().patience(training.epochs());
        return stops || epoch == training.epochs();
    }

    private void finishEpoch() {
        int epoch = log.epochs().size();
        int stepOfEpoch = step - epoch * layout.steps();
        replicas.seek(epoch, stepOfEpoch);
        while (stepOfEpoch < layout.steps()) {
            takeStep(epoch, stepOfEpoch++);
            if (stepOfEpoch < layout.steps() && replicas.agree() && checkpoints.isDue(false)) {
                checkpoints.save(state());
            }
        }
        double validationLoss = validation.mean();
        clock.addExchange(validation.exchangeNanos());
        requireFinite(epoch, validationLoss);
        log.endEpoch(layout.rows(), validationLoss);
        if (training.earlyStopping() != null) {
            log.rememberIfBest(result());
        }
    }

    private void takeStep(int epoch, int stepOfEpoch) {
        long stepStart = System.nanoTime();
        boolean inspected = stepOfEpoch == layout.inspectedStep();
        double rate = training.schedule().factor(step, (long) layout.steps() * training.epochs());
        double ownLoss = replicas.takeStep(stepOfEpoch, step, rate, inspected);
        if (replicas.agree()) {
            addLoss(epoch, replicas.lossSum());
        }
        if (inspected) {
            log.inspect(replicas.health());
        }
        step++;
        if (average != null && replicas.agree()) {
            average.update(step);
        }
        long waited = replicas.exchangeNanos();
        clock.addExchange(waited);
        int rows = slices.rows(layout, stepOfEpoch);
        long computed = System.nanoTime() - stepStart - waited;
        observer.stepFinished(epoch, stepOfEpoch, rows, ownLoss / Math.max(1, rows), computed, waited);
    }

    private void addLoss(int epoch, float loss) {
        if (!Float.isFinite(loss)) {
            throw diverged(epoch, step, "the loss became " + loss);
        }
        log.addLoss(loss);
    }

    /**
     * Checks the effect of an epoch's last update, which the losses of its steps do not show. It also rejects a
     * validation loss of NaN, which would otherwise be taken for the best.
     */
    private void requireFinite(int epoch, double validationLoss) {
        if (validation.hasRows() && !Double.isFinite(validationLoss)) {
            throw diverged(epoch, step - 1, "the validation loss became " + validationLoss);
        }
        for (ParameterLayout.Entry entry : network.layout().entries()) {
            for (int i = entry.offset(); i < entry.end(); i++) {
                if (!Float.isFinite(result()[i])) {
                    throw diverged(epoch, step - 1, "a value of " + entry.name() + " became " + result()[i]);
                }
            }
        }
    }

    private TrainingDivergedException diverged(int epoch, int lastStep, String what) {
        return TrainingDivergedException.of(
                start.index(), epoch, lastStep, what, replicas.gradientNorms(), log.layers());
    }

    private TrainingState state() {
        return new TrainingState(
                start,
                step,
                replicas.parameters().clone(),
                average == null ? null : average.parameters().clone(),
                replicas.optimizer(),
                log.epochs(),
                log.lossSum(),
                log.best(),
                log.layers(),
                clock.seconds(),
                clock.exchangeSeconds());
    }

    private void restore(TrainingState state) {
        state.requireFits(
                start, layout.steps(), training.epochs(), network.layout().size(), average != null);
        replicas.restore(state.parameters(), state.optimizer());
        if (average != null) {
            average.restore(state.average());
        }
        log.restore(state);
        clock.restore(state);
        step = Math.toIntExact(state.steps());
    }

    private Member member() {
        int last = log.epochs().size() - 1;
        int keptEpoch = log.best() == null ? last : log.best().epoch();
        float[] kept = log.best() == null ? result() : log.best().parameters().clone();
        MemberHistory.Epoch epoch = log.epochs().get(keptEpoch);
        network.storeVariance(kept, Double.isNaN(epoch.validationLoss()) ? epoch.trainLoss() : epoch.validationLoss());
        return new Member(
                start.index(),
                start.seed(),
                start.attempt(),
                kept,
                new MemberHistory(
                        log.epochs(), keptEpoch, step, clock.seconds(), clock.exchangeSeconds(), log.layers()));
    }
}
