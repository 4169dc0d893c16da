package io.credence.ensemble.member;

import io.credence.kernels.graph.TrainingHealth;
import io.credence.kernels.optimizer.Updater;
import java.util.ArrayList;
import java.util.List;

/** One training under way, from its first step to its last. */
final class TrainingRun {
    private final MemberNetwork network;
    private final TrainingSpec training;
    private final BatchPlan batches;
    private final MemberStart start;
    private final CarriedSlices slices;
    private final TrainingObserver observer;
    private final Updater updater;
    private final long allSteps;
    private final List<MemberHistory.Epoch> epochs = new ArrayList<>();
    private BestEpoch best;
    private TrainingHealth firstHealth;
    private TrainingHealth health;
    private double lastGradientNorm = Double.NaN;
    private int step;
    private long exchangeNanos;

    TrainingRun(
            MemberNetwork network,
            TrainingSpec training,
            BatchPlan batches,
            MemberStart start,
            CarriedSlices slices,
            TrainingObserver observer) {
        this.network = network;
        this.training = training;
        this.batches = batches;
        this.start = start;
        this.slices = slices;
        this.observer = observer;
        this.updater = new Updater(training.optimizer(), network.layout(), training.gradientClip());
        this.allSteps = (long) batches.steps() * training.epochs();
    }

    Member train(float[] parameters, StepGradient gradient, ValidationLoss validationLoss) {
        long startNanos = System.nanoTime();
        for (int epoch = 0; epoch < training.epochs() && !hasStopped(epoch); epoch++) {
            double trainLoss = trainEpoch(epoch, parameters, gradient);
            double loss = validationLoss.mean();
            epochs.add(new MemberHistory.Epoch(trainLoss, loss, lastGradientNorm));
            remember(epoch, loss, parameters);
        }
        double seconds = (System.nanoTime() - startNanos) * 1e-9;
        float[] kept = best == null ? parameters : best.parameters();
        int keptEpoch = best == null ? epochs.size() - 1 : best.epoch();
        MemberHistory.Epoch last = epochs.get(keptEpoch);
        network.keepVariance(kept, Double.isNaN(last.validationLoss()) ? last.trainLoss() : last.validationLoss());
        return new Member(
                start.index(),
                start.seed(),
                start.attempt(),
                kept,
                new MemberHistory(epochs, keptEpoch, step, seconds, exchangeNanos * 1e-9, layers()));
    }

    /** The mean loss of the rows that this task computed, each as its step began. */
    private double trainEpoch(int epoch, float[] parameters, StepGradient gradient) {
        gradient.startEpoch(epoch);
        double loss = 0;
        long rows = 0;
        for (int stepOfEpoch = 0; stepOfEpoch < batches.steps(); stepOfEpoch++) {
            boolean lastOfEpoch = stepOfEpoch == batches.steps() - 1;
            long stepStart = System.nanoTime();
            double stepLoss = gradient.compute(stepOfEpoch, step, lastOfEpoch);
            if (!Double.isFinite(stepLoss)) {
                throw new TrainingDivergedException(start.index(), epoch, step, stepLoss, lastGradientNorm);
            }
            if (lastOfEpoch) {
                inspect(gradient);
            }
            updater.step(parameters, gradient.sum(), training.schedule().factor(step, allSteps));
            step++;
            int stepRows = slices.rows(batches, stepOfEpoch);
            loss += stepLoss;
            rows += stepRows;
            long waited = gradient.exchangeNanos();
            exchangeNanos += waited;
            long computed = System.nanoTime() - stepStart - waited;
            observer.stepFinished(epoch, stepOfEpoch, stepRows, stepLoss / Math.max(1, stepRows), computed, waited);
        }
        return loss / rows;
    }

    /** Once an epoch, so that it costs next to nothing. */
    private void inspect(StepGradient gradient) {
        health = TrainingHealth.of(network.layout(), gradient.sum(), gradient.deadUnits());
        firstHealth = firstHealth == null ? health : firstHealth;
        lastGradientNorm = Math.sqrt(health.gradientNorms().values().stream()
                .mapToDouble(norm -> norm * norm)
                .sum());
    }

    private List<MemberHistory.Layer> layers() {
        return health.gradientNorms().entrySet().stream()
                .map(layer -> new MemberHistory.Layer(
                        layer.getKey(),
                        firstHealth.gradientNorms().get(layer.getKey()),
                        layer.getValue(),
                        health.deadUnits().get(layer.getKey())))
                .toList();
    }

    private boolean hasStopped(int epoch) {
        return best != null && epoch - best.epoch() > training.earlyStopping().patience();
    }

    private void remember(int epoch, double loss, float[] parameters) {
        if (training.earlyStopping() != null && (best == null || loss < best.loss())) {
            best = new BestEpoch(epoch, loss, parameters.clone());
        }
    }

    /** The weights that early stopping would go back to. */
    private record BestEpoch(int epoch, double loss, float[] parameters) {}
}
